"""The plugin for pytest, in runs of pytest of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
import sys
from types import ModuleType

from servedcrm_stubs.application import CATALOGUE
from tests.behaviour.generated import SPECS
from tests.unit.runtime.server.conftest import Pair
from tests.unit.runtime.server.small_application import SmallApplication
from pathlib import Path


def create_app(*stubs, store=None, seed=None):
    app = SmallApplication(Pair("servedcrm", Path()), seed)
    app.stubs, app.store = stubs, store
    return app


for package in ("servedcrm_stubs", "other_stubs"):
    module = ModuleType(package + ".application")
    module.create_app, module.CATALOGUE = create_app, CATALOGUE
    sys.modules[module.__name__] = module
import servedcrm_stubs._server.testing
sys.modules["other_stubs"] = ModuleType("other_stubs")
sys.modules["other_stubs._server.testing"] = servedcrm_stubs._server.testing
"""


@pytest.fixture
def project(
    pytester: pytest.Pytester, pair: Any, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    """A project whose tests have the plugin; its servers know one contact."""
    packages = [str(pair.folder / each) for each in ("proxies", "stubs")]
    folders = [str(pytester.path), *packages, str(Path(__file__).parents[4])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(folders))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(CONFTEST)
    return pytester


ARGUMENTS = ("-p", "servedcrm_stubs._server.plugin", "--strict-markers", "-p", "no:cacheprovider")  # fmt: skip


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*ARGUMENTS, *arguments)


def test_each_test_has_a_server_that_nobody_has_touched(
    project: pytest.Pytester,
) -> None:
    project.makepyfile("""
        import pytest

        apps = []

        @pytest.mark.parametrize("time", [1, 2])
        def test_first(netserver, time):
            assert netserver.state() == {"Contact": ["Alfa"]}
            assert not netserver.calls and not len(netserver.control.faults)
            assert netserver.control.clock.ahead.total_seconds() == 0
            with netserver.session() as session:
                assert session.contact.get_contact_entity(4).name == "Alfa"
            netserver.fail(status=503)
            netserver.seed({"Sale": []})
            netserver.advance(hours=1)
            apps.append(netserver.app)

        def test_that_the_application_was_made_once():
            assert apps[0] is apps[1]

        class TestWithSeed:
            pytestmark = pytest.mark.netserver(seed={"Sale": []}, binding="soap")

            def test_of_the_class(self, netserver):
                assert netserver.state() == {"Sale": []}
                netserver.seed({"Person": []})
                netserver.reset()
                assert netserver.state() == {"Sale": []}
                with netserver.session() as session:
                    session.contact.get_contact_entity(4)
                assert netserver.calls[0].wire == "soap"

            @pytest.mark.netserver(seed={"Person": []})
            def test_of_its_own(self, netserver):
                assert netserver.state() == {"Person": []}
                assert netserver.binding == "soap"

        def test_last(netserver):
            assert netserver.state() == {"Contact": ["Alfa"]}
            assert netserver.binding == "agents"
        """)
    run(project).assert_outcomes(passed=6)


def test_a_failed_test_shows_what_was_called(project: pytest.Pytester) -> None:
    project.makepyfile("""
        def test_it(netserver):
            netserver.fail("Contact", soap_fault="Broken.", times=2)
            with netserver.session() as session:
                session.contact.get_contact_entity(4)

        def test_without_calls(netserver):
            assert False

        def test_that_is_well(netserver):
            with netserver.session() as session:
                session.contact.get_contact_entity(4)
        """)
    result = run(project)
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        [
            "*Captured netserver call*",
            "agents  Contact/GetContactEntity  500  * ms  (as the test wanted)",
            "still to go wrong: Trouble(on='Contact', *soap_fault='Broken.'*",
            "*Captured netserver call*",
            "nobody has called",
        ]
    )
    assert result.stdout.str().count("Captured netserver call") == 2


def test_it_works_in_several_processes(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_it(netserver, number, worker_id):
            with netserver.session(root=netserver.root) as session:
                assert session.contact.get_contact_entity(4).name == "Alfa"
            assert netserver.app.store.name == f"crm-{worker_id}.sqlite"
            assert number != 5
        """)
    result = run(project, "-p", "xdist", "-n", "2", "--netserver-store", "crm.sqlite")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(
        ["*Captured netserver call*", "agents  Contact/GetContactEntity  200  *"]
    )


def test_the_marker_chooses_another_release_and_stubs(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import pytest

        class Stub: ...

        @pytest.mark.netserver(package="other_stubs")
        def test_other(netserver):
            assert netserver.package == "other_stubs"

        @pytest.mark.netserver(stubs=[Stub, Stub()])
        def test_stubs(netserver):
            assert [type(each) for each in netserver.app.stubs] == [Stub, Stub]
            assert netserver.app.store is None

        @pytest.mark.netserver(package="none_stubs")
        def test_none(netserver): ...

        @pytest.mark.netserver(seeds={})
        def test_misspelled(netserver): ...

        @pytest.mark.netserver({})
        def test_nameless(netserver): ...
        """)
    result = run(project)
    result.assert_outcomes(passed=2, errors=3)
    result.stdout.fnmatch_lines_random(
        [
            "'none_stubs' is no package of stubs: No module named 'none_stubs'",
            "unknown: seeds; it is netserver(seed=None*",
            "say by name what you want: netserver(seed=None*",
        ]
    )


def test_settings_say_what_holds_for_all_tests(project: pytest.Pytester) -> None:
    project.makeini("""
        [pytest]
        netserver_package = other_stubs
        netserver_seed = company.json
        netserver_binding = soap
        """)
    project.makepyfile("""
        def test_it(netserver):
            assert (netserver.package, netserver.binding) == ("other_stubs", "soap")
            assert netserver.state() == {"file": "company.json"}
        """)
    run(project).assert_outcomes(passed=1)


def test_of_several_packages_one_is_to_be_chosen(
    project: pytest.Pytester, pair: Any
) -> None:
    text = (pair.server_folder / "plugin.py").read_text()
    (project.path / "second_stubs").mkdir()
    (project.path / "second_stubs" / "__init__.py").touch()
    (project.path / "second_stubs" / "_server.py").write_text(
        text.replace('__name__.rpartition("._server")[0]', '"second_stubs"')
    )
    project.makepyfile("""
        import pytest

        def test_it(netserver): ...

        @pytest.mark.netserver(package="servedcrm_stubs")
        def test_chosen(netserver): ...
        """)
    result = run(project, "-p", "second_stubs._server")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "there are several packages of stubs (servedcrm_stubs, second_stubs): choose one*"
        ]
    )
