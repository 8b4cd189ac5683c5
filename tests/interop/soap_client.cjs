// A SOAP client that is not ours: node-soap reads the WSDL that a server offers, and calls it.
//
//     node soap_client.cjs http://127.0.0.1:8000/Cust12345 Contact 7T:...
//
// Makes an entity of the agent's name, saves it, reads it, removes it, and calls with a wrong ticket. Prints what it was
// answered, as JSON. See soap_server.cjs for what node-soap does with these WSDLs.

"use strict";

const { createRequire } = require("module");
const path = require("path");
const soap = createRequire(path.join(process.cwd(), "package.json"))("soap");

const NAMESPACE = "http://www.superoffice.net/ws/crm/NetServer/Services88";
const [root, agent, ticket] = process.argv.slice(2);
const asText = (text) => text;

async function connected(credentials) {
  const client = await soap.createClientAsync(`${root}/Remote/Services88/${agent}.svc?singleWsdl`, {
    handleNilAsNull: true,
    customDeserializer: { dateTime: asText },
  });
  client.addSoapHeader({ ApplicationToken: "a<&>b" }, "", "h", NAMESPACE);
  client.addSoapHeader({ Credentials: { Ticket: credentials } }, "", "h", NAMESPACE);
  client.addSoapHeader({ TimeZone: { SoTimeZoneId: 261 } }, "", "h", NAMESPACE);
  return client;
}

async function main() {
  const client = await connected(ticket);
  const call = async (name, given) => {
    const [answer, , header] = await client[`${name}Async`](given);
    return [answer && answer.Response, header];
  };
  const [made] = await call(`CreateDefault${agent}Entity`, {});
  const changes = {
    Name: "Bø & <Søn>",
    OrgNr: null,
    NoMailing: true,
    ActiveInterests: -7,
    CreatedDate: "2001-02-03T04:05:06",
    Emails: { EntityElement: [{ Value: "a@b.no" }, { Value: "c@d.no" }] },
    CustomFields: {
      StringKeyValuePair: [
        { Key: "x_text", Value: "[I:23]" },
        { Key: "x_nothing", Value: null },
      ],
    },
  };
  const [saved, header] = await call(`Save${agent}Entity`, { [`${agent}Entity`]: { ...made, ...changes } });
  const number = { [`${agent}EntityId`]: saved[`${agent}Id`] };
  const [read] = await call(`Get${agent}Entity`, number);
  await call(`Delete${agent}Entity`, number);
  const [gone] = await call(`Get${agent}Entity`, number);
  const stranger = await connected("7T:wrong");
  const refused = await stranger[`Get${agent}EntityAsync`](number).then(
    () => null,
    (error) => error.root.Envelope.Body.Fault.faultstring.$value,
  );
  console.log(JSON.stringify({ made, saved, read, header, gone, refused }));
}

main().catch((error) => {
  console.error(error.body || error.stack);
  process.exit(1);
});
