// A SOAP server that is not ours: node-soap serves WSDLs on loopback and answers from what it received.
//
//     node soap_server.cjs Contact=/path/of/Contact.wsdl MDO=/path/of/MDO.wsdl ...
//
// Prints its port, serves each agent at /Cust12345/Remote/Services88/<Agent>.svc, and ends with its standard input.
//
// What node-soap 1.13 does with these WSDLs, and how this file helps itself:
// - Dates become Date objects, which lose the offset and the digits behind milliseconds: kept as text (customDeserializer).
// - null is written as xsi:nil without a declaration of xsi: declared on the envelope.
// - <Emails/> and <Emails i:nil="true"/> are both null to it, so an empty list cannot be told from none.
// - It does not know xs:list: flags are one text to it, which it passes through as it is.
// - xsi:type is followed when reading, and written when asked for by `xsi_type`; see typed().

"use strict";

const fs = require("fs");
const http = require("http");
const { createRequire } = require("module");
const path = require("path");
const soap = createRequire(path.join(process.cwd(), "package.json"))("soap");

const NAMESPACE = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";

const asText = (text) => text;

// Subtypes are received as {attributes: {"i:type": "n:Name"}}; that prefix means nothing in an answer.
function typed(value) {
  if (Array.isArray(value)) return value.map(typed);
  if (value === null || typeof value !== "object") return value;
  const made = {};
  for (const [name, part] of Object.entries(value)) {
    if (name !== "attributes") made[name] = typed(part);
    else if (part["i:type"]) {
      const type = part["i:type"].split(":").pop();
      made.attributes = { xsi_type: { prefix: "n", namespace: "n", xmlns: NAMESPACE, type } };
    }
  }
  return made;
}

function fault(code, text, detail) {
  throw { Fault: { faultcode: code, faultstring: text, detail, statusCode: 500 } };
}

const item = (id, name, children) => ({
  Id: id,
  Name: name,
  Type: null,
  Deleted: false,
  ChildItems: children && { MDOListItem: children },
});

// What each operation answers, by agent; `headers` are the blocks that came with the request.
const AGENTS = {
  Contact: {
    GetContactEntity({ ContactEntityId: id }) {
      if (id === 404) fault("s:Client", "No such contact: <404> & co.");
      if (id === 405)
        fault("s:Server", "The bill comes due", {
          SoExceptionInfo: {
            Message: "Not licensed",
            FriendlyText: "Please ask",
            ExceptionType: "SuperOffice.Exceptions.Licensed",
            InnerException: { Message: "No row" },
          },
        });
      if (id === 0) return { Response: null };
      return {
        Response: {
          TableRight: { Mask: "Select Update", Reason: "" },
          ContactId: id,
          Name: "Bø & <Søn>",
          Department: "",
          OrgNr: null,
          UpdatedDate: "2026-04-01T12:30:00.1234567Z",
          CreatedDate: "2001-02-03T04:05:06",
          Emails: { EntityElement: [{ Value: "a@example.com" }, { Value: "b@example.com" }] },
          Category: { Id: 3, Value: "Customer" },
          NoMailing: true,
          Deleted: 0,
          CustomFields: {
            StringKeyValuePair: [
              { Key: "SuperOffice:1", Value: "[I:1]" },
              { Key: "x_empty", Value: "" },
              { Key: "x_null", Value: null },
            ],
          },
        },
      };
    },
    SaveContactEntity({ ContactEntity: contact }, headers) {
      return {
        Response: {
          ...contact,
          ContactId: contact.ContactId || 1001,
          Name: contact.Name && contact.Name.toUpperCase(),
          Description: JSON.stringify({ contact, headers }),
        },
      };
    },
    DeleteContactEntity: () => ({}),
  },
  MDO: {
    GetList: ({ Name, ForceFlatList, AdditionalInfo, OnlyHistory }) => ({
      Response: {
        MDOListItem: [
          item(1, `${Name}/${ForceFlatList}/${AdditionalInfo}/${OnlyHistory}`),
          item(2, "branch", [item(3, "leaf"), item(4, "")]),
        ],
      },
    }),
    GetListNames: () => ({ Response: { string: ["category", "business"] } }),
    GetSimpleList: () => ({ Response: null }),
    SetSelected: () => ({}),
  },
  SoPrincipal: {
    AuthenticateUsernamePassword: ({ UserName, Password }) => ({
      Response: { Associate: UserName, AssociateId: 7 },
      Credentials: { Ticket: Password === "secret" ? `7T:${UserName}` : null },
      AuthenticationSucceeded: Password === "secret",
    }),
  },
  User: {
    GetUser: ({ UserId }, headers) => ({
      Response: { AssociateId: UserId, Name: headers.Credentials.Ticket, Type: "InternalAssociate" },
    }),
  },
  Workflow: {
    SaveWorkflowStep: ({ WorkflowStepBase: step }) => ({ Response: typed(step) }),
  },
};

function listen(server, agent, wsdl, ready) {
  const operations = {};
  for (const [name, answer] of Object.entries(AGENTS[agent]))
    operations[name] = (received, _, headers) => answer(received || {}, headers || {});
  const served = soap.listen(server, {
    path: `/Cust12345/Remote/Services88/${agent}.svc`,
    services: { [`Wcf${agent}Service`]: { [`BasicHttpBinding_${agent}`]: operations } },
    xml: fs.readFileSync(wsdl, "utf8"),
    handleNilAsNull: true,
    customDeserializer: { dateTime: asText, duration: asText },
    callback(problem) {
      if (problem) throw problem;
      served.wsdl.xmlnsInEnvelope += ` xmlns:xsi="${XSI}"`;
      ready();
    },
  });
  // The four blocks that every NetServer answer has. Id 403 is refused in them rather than by a fault.
  served.addSoapHeader((operation, received) => {
    const refused = Object.values(received || {})[0] === 403;
    const info = refused
      ? "<h:Message>Refused</h:Message><h:FriendlyText>Not yours</h:FriendlyText><h:ExceptionType>Sentry</h:ExceptionType>" +
        "<h:Parameters><h:SoExceptionInfoParametersKeyValuePair><h:Key>id</h:Key><h:Value>403</h:Value>" +
        "</h:SoExceptionInfoParametersKeyValuePair></h:Parameters>"
      : "";
    return (
      `<h:ExceptionInfo xmlns:h="${NAMESPACE}"${refused ? "" : ' xsi:nil="true"'}>${info}</h:ExceptionInfo>` +
      `<h:ExtraInfo xmlns:h="${NAMESPACE}"/><h:Succeeded xmlns:h="${NAMESPACE}">${!refused}</h:Succeeded>` +
      `<h:TimeZone xmlns:h="${NAMESPACE}"><h:SoTimeZoneId>261</h:SoTimeZoneId></h:TimeZone>`
    );
  });
}

const server = http.createServer((request, response) => {
  response.statusCode = 404;
  response.end();
});
server.listen(0, "127.0.0.1", () => {
  let waiting = process.argv.length - 2;
  const ready = () => --waiting || console.log(server.address().port);
  for (const each of process.argv.slice(2)) {
    const at = each.indexOf("=");
    listen(server, each.slice(0, at), each.slice(at + 1), ready);
  }
});
process.stdin.resume().on("end", () => process.exit(0));
