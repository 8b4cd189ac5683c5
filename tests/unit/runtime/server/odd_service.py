"""A WSDL of a service that does everything otherwise than NetServer, as far as rows can say it."""

ODD = """<?xml version="1.0" encoding="utf-8"?>
<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ser="http://schemas.microsoft.com/2003/10/Serialization/"
    xmlns:t="urn:odd" xmlns:o="urn:other" targetNamespace="urn:odd">
  <w:types>
    <xs:schema targetNamespace="http://schemas.microsoft.com/2003/10/Serialization/">
      <xs:simpleType name="guid"><xs:restriction base="xs:string"/></xs:simpleType>
      <xs:simpleType name="duration"><xs:restriction base="xs:duration"/></xs:simpleType>
    </xs:schema>
    <xs:schema targetNamespace="urn:other" elementFormDefault="qualified">
      <xs:element name="Zone" type="o:Zone" nillable="true"/>
      <xs:element name="Mark" type="xs:string"/>
      <xs:element name="Key" type="xs:string"/>
      <xs:attribute name="weight" type="xs:int"/>
      <xs:complexType name="Zone"><xs:sequence>
        <xs:element name="Number" type="xs:unsignedShort"/>
        <xs:element name="Neighbours" type="o:ArrayOfZone" minOccurs="0" nillable="true"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="ArrayOfZone"><xs:sequence>
        <xs:element name="Zone" type="o:Zone" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
      </xs:sequence></xs:complexType>
    </xs:schema>
    <xs:schema targetNamespace="urn:odd" elementFormDefault="qualified">
      <xs:import namespace="urn:other"/>
      <xs:import namespace="http://schemas.microsoft.com/2003/10/Serialization/"/>
      <xs:import namespace="http://www.w3.org/XML/1998/namespace"/>
      <xs:element name="Find"><xs:complexType><xs:sequence>
        <xs:element name="Text" type="xs:string" minOccurs="0" nillable="true"/>
        <xs:element name="Code" type="xs:int" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="Loose" type="xs:boolean" minOccurs="0" form="unqualified"/>
        <xs:element ref="o:Zone" minOccurs="0"/>
        <xs:element name="Rights" type="t:Rights" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Found"><xs:complexType><xs:sequence>
        <xs:element name="Thing" type="t:Thing" minOccurs="0" nillable="true"/>
        <xs:element name="Total" type="xs:long" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="Tell"><xs:complexType><xs:sequence>
        <xs:element name="Words" type="t:ArrayOfWord" minOccurs="0" nillable="true"/>
        <xs:element name="Rows" type="t:ArrayOfRow" minOccurs="0" nillable="true"/>
        <xs:element name="Names" type="t:Names" minOccurs="0" nillable="true"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:complexType name="ArrayOfWord"><xs:sequence>
        <xs:element name="word" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="ArrayOfRow"><xs:sequence>
        <xs:element name="row" type="t:ArrayOfWord" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
      </xs:sequence></xs:complexType>
      <xs:complexType name="Names">
        <xs:annotation><xs:appinfo><ser:IsDictionary>true</ser:IsDictionary></xs:appinfo></xs:annotation>
        <xs:sequence><xs:element name="Entry" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
          <xs:element name="Number" type="xs:int"/><xs:element name="Zone" type="o:Zone" nillable="true"/>
        </xs:sequence></xs:complexType></xs:element></xs:sequence>
      </xs:complexType>
      <xs:complexType name="Thing"><xs:sequence>
        <xs:element name="Id" type="ser:guid" nillable="true"/>
        <xs:element name="Age" type="ser:duration" minOccurs="0"/>
        <xs:element name="Price" type="xs:decimal" minOccurs="0"/>
        <xs:element name="Since" type="xs:date" minOccurs="0"/>
        <xs:element name="Any" type="xs:anyType" minOccurs="0" nillable="true"/>
        <xs:element ref="o:Mark" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="Inner" minOccurs="0" nillable="true"><xs:complexType><xs:sequence>
          <xs:element name="Deep" type="t:Level" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element>
      </xs:sequence>
        <xs:attribute name="size" type="xs:int" use="required"/>
        <xs:attribute ref="o:weight"/>
        <xs:attribute ref="xml:lang"/>
      </xs:complexType>
      <xs:complexType name="SmallThing"><xs:complexContent><xs:extension base="t:Thing"><xs:sequence>
        <xs:element name="Parts" type="t:SmallThing" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
      </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:simpleType name="Level"><xs:restriction base="xs:string">
        <xs:enumeration value="Low"><xs:annotation><xs:appinfo>
          <ser:EnumerationValue>-1</ser:EnumerationValue></xs:appinfo></xs:annotation></xs:enumeration>
        <xs:enumeration value="Middle"/>
        <xs:enumeration value="High &amp; dry"/>
      </xs:restriction></xs:simpleType>
      <xs:simpleType name="Rights"><xs:list><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="Read"/>
        <xs:enumeration value="Write"/>
        <xs:enumeration value="Look"><xs:annotation><xs:appinfo>
          <ser:EnumerationValue>1</ser:EnumerationValue></xs:appinfo></xs:annotation></xs:enumeration>
      </xs:restriction></xs:simpleType></xs:list></xs:simpleType>
    </xs:schema>
  </w:types>
  <w:message name="Find"><w:part name="p" element="t:Find"/><w:part name="h" element="o:Key"/></w:message>
  <w:message name="Found"><w:part name="p" element="t:Found"/></w:message>
  <w:message name="Tell"><w:part name="p" element="t:Tell"/></w:message>
  <w:portType name="Odd">
    <w:operation name="Find"><w:input message="t:Find"/><w:output message="t:Found"/></w:operation>
    <w:operation name="Tell"><w:input message="t:Tell"/></w:operation>
  </w:portType>
  <w:binding name="Odd" type="t:Odd">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <w:operation name="Find">
      <soap:operation soapAction="urn:odd?a=1&amp;b=&quot;&lt;2&gt;&quot;"/>
      <w:input><soap:header message="t:Find" part="h" use="literal"/><soap:body parts="p" use="literal"/></w:input>
      <w:output><soap:body use="literal"/></w:output>
    </w:operation>
    <w:operation name="Tell">
      <soap:operation soapAction=""/><w:input><soap:body use="literal"/></w:input>
    </w:operation>
  </w:binding>
  <w:service name="Odd"><w:port name="Odd" binding="t:Odd">
    <soap:address location="https://odd.example.com/odd/Odd.svc"/></w:port></w:service>
</w:definitions>
"""
