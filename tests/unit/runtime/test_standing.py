"""Carriers of a user's that stand for generated ones."""

from __future__ import annotations

import copy
import pickle
import sys
from types import ModuleType
from typing import Any, ClassVar

import pytest

from generator.runtime import lazy
from generator.runtime.carriers import (
    BaseCarrier,
    CarrierMeta,
    is_set,
    unknown_members,
    unset,
    without_view,
)
from generator.runtime.codecs import json, soap
from generator.runtime.codecs.schema import schema_of
from generator.runtime.lazy import lazily
from generator.runtime.patching import Patch
from generator.runtime.spelling import Int32
from generator.runtime.standing import generated

NAMESPACE = "urn:zoo"

_MODULES = {
    "Animal": "animal",
    "Dog": "dog",
    "Cage": "cage",
    "DogWithLinks": "dog_with_links",
}


class Animal(BaseCarrier):
    __module__ = "zoo.animal"
    __namespace__ = NAMESPACE
    __subtypes__ = ("Dog",)

    animal_id: Int32 = 0
    name: str | None = None


class Dog(Animal):
    __module__ = "zoo.dog"
    __wire__ = "TheDog"

    tail: Int32 = 0


class DogWithLinks(Dog):
    __module__ = "zoo.dog_with_links"
    __wire__ = "DogWithLinks"
    __view__ = True

    links: dict[str, str | None] | None = None


class Cage(BaseCarrier):
    __module__ = "zoo.cage"
    __namespace__ = NAMESPACE

    inmate: Animal | None = None
    dogs: list[Dog] | None = None


lazily("zoo", _MODULES)  # from here on a class that is not listed there is a user's


class _Loud:
    """What a mixin adds."""

    name: Any

    def shout(self) -> str:
        return str(self.name).upper()


class MyAnimal(_Loud, Animal):
    SOUND: ClassVar[str] = "..."


class MyDog(Dog, dict=True):
    @property
    def name(self) -> str | None:  # pyright: ignore[reportIncompatibleVariableOverride]
        return f"Sir {super().name}"

    @property
    def wags(self) -> bool:
        return self.tail > 3


class MyDogWithLinks(DogWithLinks, MyDog):
    pass


for _name, _class in {
    "Animal": MyAnimal,
    "Dog": MyDog,
    "Cage": Cage,
    "DogWithLinks": MyDogWithLinks,
}.items():
    for _module in ("animal", "dog", "cage", "dog_with_links"):
        _found = sys.modules.setdefault(f"zoo.{_module}", ModuleType(f"zoo.{_module}"))
        setattr(_found, _name, _class)  # as names are found through an index


def test_it_is_the_same_thing_on_both_wires():
    for mine, theirs in ((MyAnimal, Animal), (MyDog, Dog)):
        one, two = schema_of(mine), schema_of(theirs)
        assert (one.name, one.namespace, one.module) == (two.name, two.namespace, two.module)  # fmt: skip
        assert one.fields == two.fields
        assert one.subtypes == two.subtypes
        assert (one.carrier, two.carrier) == (mine, theirs)
        assert json.encode(mine(name="Rex")) == json.encode(theirs(name="Rex"))
        written = [soap.encode(each(name="Rex"), each, "A", NAMESPACE) for each in (mine, theirs)]  # fmt: skip
        assert written[0] == written[1]


def test_either_is_taken_where_the_other_is_expected():
    for mine, theirs in ((MyAnimal, Animal), (MyDog, Dog)):
        for expected in (mine, theirs):
            for given in (mine, theirs):
                assert b"type" not in soap.encode(given(name="Rex"), expected, "A", NAMESPACE)  # fmt: skip
                json.encode(given(name="Rex"), expected)


def test_a_subtype_is_announced_by_the_name_that_the_service_has_for_it():
    for cage in (Cage(inmate=MyDog(tail=1)), Cage(inmate=Dog(tail=1))):
        assert b'i:type="n:TheDog"' in soap.encode(cage, Cage, "Cage", NAMESPACE)
    with pytest.raises(json.EncodeError, match="expected MyAnimal, got Cage"):
        soap.encode(Cage(inmate=Cage()), Cage, "Cage", NAMESPACE)  # type: ignore[arg-type]


def test_answers_are_read_into_it():
    cage = Cage(inmate=Dog(name="Rex", tail=4), dogs=[Dog(tail=5)])

    over_json = json.decode(json.encode(cage), Cage)
    over_soap = soap.decode(soap.encode(cage, Cage, "Cage", NAMESPACE), Cage)

    for found in (over_json, over_soap):
        assert type(found.inmate) is type(found.dogs[0]) is MyDog
        assert found.inmate.wags
        assert found == cage


def test_members_that_are_not_known_are_kept():
    found = json.decode(b'{"AnimalId":1,"Name":"Rex","Collar":"red"}', MyAnimal)
    plain = json.decode(b'{"AnimalId":1,"Name":"Rex","Collar":"red"}', Animal)

    assert isinstance(found, MyAnimal)
    assert found.shout() == "REX"
    assert unknown_members(found) == {"Collar": "red"}
    assert json.encode(found) == json.encode(plain)
    assert found == plain
    assert plain == found
    assert found != MyAnimal(animal_id=1, name="Rex")
    for twin in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):  # fmt: skip
        assert twin == found
        assert type(twin) is type(found)


def test_elements_that_are_not_known_are_kept():
    written = soap.encode(MyDog(tail=1), MyDog, "A", NAMESPACE)
    sent = written.replace(b"<Tail>", b"<Collar>red</Collar><Tail>")

    found = soap.decode(sent, MyDog)

    assert isinstance(found, MyDog)
    assert list(unknown_members(found)) == ["Collar"]
    again = soap.decode(soap.encode(found, MyDog, "A", NAMESPACE), MyDog)
    for twin in (again, copy.copy(found), pickle.loads(pickle.dumps(found))):
        assert twin == found
        assert list(unknown_members(twin)) == ["Collar"]


def test_it_equals_the_generated_one_in_both_directions():
    assert MyAnimal(name="a") == Animal(name="a")
    assert Animal(name="a") == MyAnimal(name="a")
    assert MyAnimal(name="a") != Animal(name="b")
    assert MyDog(name="a") != MyAnimal(name="a")
    with pytest.raises(TypeError):
        hash(MyAnimal())


def test_its_own_comparison_and_copy_are_left_alone():
    class Same(Animal):
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Animal)

        __hash__ = None  # type: ignore[assignment]

    known = json.decode(b'{"Name":"a","Collar":"red"}', Same)

    assert Same(name="a") == Animal(name="b")
    assert known == Animal(name="b")


def test_it_is_shown_and_copied_as_what_it_is():
    dog = MyDog(name="Rex", tail=4)
    vars(dog)["walks"] = 3

    assert repr(dog) == "MyDog(name='Sir Rex', tail=4)"
    for twin in (copy.copy(dog), copy.deepcopy(dog), pickle.loads(pickle.dumps(dog))):
        assert type(twin) is MyDog
        assert twin == dog
        assert twin.__dict__ == {"walks": 3}
    assert json.encode(dog) == b'{"Name":"Rex","Tail":4}'


def test_a_field_behind_a_property_of_its_name_is_still_the_field():
    dog = MyDog(name="Rex")

    assert dog.name == "Sir Rex"
    assert is_set(dog, "name")
    unset(dog, "name")
    assert not is_set(dog, "name")


def test_an_entity_with_links_may_stand_below_a_users_entity():
    linked = MyDogWithLinks(name="Rex", tail=5, links={"Self": "/"})

    assert linked.wags
    assert isinstance(linked, MyDog)
    assert MyDogWithLinks.__struct_fields__ == DogWithLinks.__struct_fields__
    assert generated(MyDogWithLinks) is DogWithLinks
    for each in (linked, DogWithLinks(name="Rex", tail=5, links={"Self": "/"})):
        sent = without_view(each)
        assert type(sent) is MyDog
        assert sent == Dog(name="Rex", tail=5)


def test_changes_are_computed_between_the_two():
    patch = Patch.between(Animal(name="a"), MyAnimal(name="b"))

    assert [each.path for each in patch] == ["/Name"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"__annotations__": {"collar": "str | None"}, "collar": None}, "collar"),
        ({"__annotations__": {"name": "str"}, "name": ""}, "name"),
        ({"__namespace__": "urn:other"}, "__namespace__"),
        ({"__wire__": "Other"}, "__wire__"),
        ({"__spelled__": {"name": "Other"}}, "__spelled__"),
    ],
)
def test_its_form_on_the_wire_cannot_be_changed(body: dict[str, Any], said: str):
    words = {"__module__": __name__, **body}

    with pytest.raises(TypeError, match=f"stands for Animal .*: .*declare {said}\\."):
        CarrierMeta("Animal", (Animal,), words)


def test_carriers_of_which_no_index_knows_are_what_they_are():
    class Own(BaseCarrier):
        size: Int32 = 0

    class Below(Own):
        weight: Int32 = 0

    assert generated(Below) is Below
    assert lazy.is_generated("nowhere", "nowhere.x", "Below")
