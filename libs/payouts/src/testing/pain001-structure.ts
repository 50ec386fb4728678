import type { XmlNode } from '../bank-files/read-xml.js';

/** How often an element comes, in this place of its parent. */
interface Part {
  readonly name: string;
  readonly type: string;
  readonly min: number;
  readonly max: number;
}

type Structure = Readonly<
  { sequence: readonly Part[] } | { choice: readonly Part[] } | { text: RegExp; attribute?: [string, RegExp] }
>;

const one = (name: string, type: string): Part => ({ name, type, min: 1, max: 1 });
const maybe = (name: string, type: string): Part => ({ name, type, min: 0, max: 1 });
const many = (name: string, type: string): Part => ({ name, type, min: 1, max: Infinity });

const text = (max: number): Structure => ({ text: new RegExp(`^[^]{1,${max}}$`, 'u') });

/**
 * What of CustomerCreditTransferInitiationV09 (pain.001.001.09 of ISO 20022) our files use: order, how often, choices, and
 * the forms of texts, under the standard's own names of types. What the standard allows beside is left out, so that a file
 * that fits here fits there.
 */
const pain001Structure: Readonly<Record<string, Structure>> = {
  Document: { sequence: [one('CstmrCdtTrfInitn', 'CustomerCreditTransferInitiationV09')] },
  CustomerCreditTransferInitiationV09: {
    sequence: [one('GrpHdr', 'GroupHeader85'), many('PmtInf', 'PaymentInstruction30')],
  },
  GroupHeader85: {
    sequence: [
      ...[one('MsgId', 'Max35Text'), one('CreDtTm', 'ISODateTime'), one('NbOfTxs', 'Max15NumericText')],
      ...[maybe('CtrlSum', 'DecimalNumber'), one('InitgPty', 'PartyIdentification135')],
    ],
  },
  PaymentInstruction30: {
    sequence: [
      ...[
        one('PmtInfId', 'Max35Text'),
        one('PmtMtd', 'PaymentMethod3Code'),
        maybe('BtchBookg', 'BatchBookingIndicator'),
      ],
      ...[maybe('NbOfTxs', 'Max15NumericText'), maybe('CtrlSum', 'DecimalNumber')],
      ...[one('ReqdExctnDt', 'DateAndDateTime2Choice'), one('Dbtr', 'PartyIdentification135')],
      ...[one('DbtrAcct', 'CashAccount38'), one('DbtrAgt', 'BranchAndFinancialInstitutionIdentification6')],
      ...[maybe('ChrgBr', 'ChargeBearerType1Code'), many('CdtTrfTxInf', 'CreditTransferTransaction34')],
    ],
  },
  CreditTransferTransaction34: {
    sequence: [
      ...[one('PmtId', 'PaymentIdentification6'), one('Amt', 'AmountType4Choice')],
      ...[maybe('CdtrAgt', 'BranchAndFinancialInstitutionIdentification6'), maybe('Cdtr', 'PartyIdentification135')],
      ...[maybe('CdtrAcct', 'CashAccount38'), maybe('RmtInf', 'RemittanceInformation16')],
    ],
  },
  PaymentIdentification6: { sequence: [maybe('InstrId', 'Max35Text'), one('EndToEndId', 'Max35Text')] },
  AmountType4Choice: { choice: [one('InstdAmt', 'ActiveOrHistoricCurrencyAndAmount')] },
  DateAndDateTime2Choice: { choice: [one('Dt', 'ISODate'), one('DtTm', 'ISODateTime')] },
  PartyIdentification135: { sequence: [maybe('Nm', 'Max140Text'), maybe('Id', 'Party38Choice')] },
  Party38Choice: { choice: [one('OrgId', 'Identification'), one('PrvtId', 'Identification')] },
  Identification: { sequence: [many('Othr', 'GenericIdentification')] },
  GenericIdentification: { sequence: [one('Id', 'Max35Text'), maybe('SchmeNm', 'SchemeNameChoice')] },
  SchemeNameChoice: { choice: [one('Cd', 'ExternalCode4'), one('Prtry', 'Max35Text')] },
  CashAccount38: { sequence: [one('Id', 'AccountIdentification4Choice'), maybe('Ccy', 'CurrencyCode')] },
  AccountIdentification4Choice: {
    choice: [one('IBAN', 'IBAN2007Identifier'), one('Othr', 'GenericAccountIdentification1')],
  },
  GenericAccountIdentification1: { sequence: [one('Id', 'Max34Text'), maybe('SchmeNm', 'SchemeNameChoice')] },
  BranchAndFinancialInstitutionIdentification6: {
    sequence: [one('FinInstnId', 'FinancialInstitutionIdentification18')],
  },
  FinancialInstitutionIdentification18: {
    sequence: [
      ...[maybe('BICFI', 'BICFIDec2014Identifier'), maybe('ClrSysMmbId', 'ClearingSystemMemberIdentification2')],
      maybe('Nm', 'Max140Text'),
    ],
  },
  ClearingSystemMemberIdentification2: {
    sequence: [maybe('ClrSysId', 'ClearingSystemIdentification2Choice'), one('MmbId', 'Max35Text')],
  },
  ClearingSystemIdentification2Choice: { choice: [one('Cd', 'ExternalCode5'), one('Prtry', 'Max35Text')] },
  RemittanceInformation16: { sequence: [maybe('Ustrd', 'Max140Text')] },
  ActiveOrHistoricCurrencyAndAmount: { text: /^\d{1,13}(\.\d{1,5})?$/, attribute: ['Ccy', /^[A-Z]{3}$/] },
  BatchBookingIndicator: { text: /^(true|false)$/ },
  BICFIDec2014Identifier: { text: /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/ },
  ChargeBearerType1Code: { text: /^(DEBT|CRED|SHAR|SLEV)$/ },
  CurrencyCode: { text: /^[A-Z]{3}$/ },
  DecimalNumber: { text: /^\d{1,17}(\.\d{1,17})?$/ },
  ExternalCode4: text(4),
  ExternalCode5: text(5),
  IBAN2007Identifier: { text: /^[A-Z]{2}\d{2}[a-zA-Z0-9]{1,30}$/ },
  ISODate: { text: /^\d{4}-\d{2}-\d{2}$/ },
  ISODateTime: { text: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/ },
  Max140Text: text(140),
  Max15NumericText: { text: /^\d{1,15}$/ },
  Max34Text: text(34),
  Max35Text: text(35),
  PaymentMethod3Code: { text: /^(CHK|TRF|TRA)$/ },
};

/** Where a file is not of the structure, as paths; none when it is. */
export function structureProblems(node: XmlNode, type = 'Document', path = node.name): string[] {
  const structure = pain001Structure[type];
  if (!structure) return [`${path}: type ${type} is not known`];
  if ('text' in structure) return textProblems(node, structure, path);
  if ('choice' in structure) {
    const [child, ...others] = node.children;
    const part = structure.choice.find(({ name }) => name === child?.name);
    if (!child || !part || others.length > 0) return [`${path}: exactly one of the choice`];
    return structureProblems(child, part.type, `${path}/${child.name}`);
  }
  return sequenceProblems(node, structure.sequence, path);
}

function sequenceProblems(node: XmlNode, parts: readonly Part[], path: string): string[] {
  const problems: string[] = [];
  let place = 0;
  for (const { name, type, min, max } of parts) {
    const found = node.children.slice(place).findIndex((child) => child.name !== name);
    const there = Math.min(found === -1 ? node.children.length - place : found, max);
    const children = node.children.slice(place, place + there);
    problems.push(...children.flatMap((child) => structureProblems(child, type, `${path}/${name}`)));
    place += there;
    if (there < min) problems.push(`${path}: ${name} is missing, or not in its place`);
  }
  const left = node.children[place];
  return left ? [...problems, `${path}: ${left.name} is not in its place`] : problems;
}

function textProblems(
  node: XmlNode,
  structure: { text: RegExp; attribute?: [string, RegExp] },
  path: string,
): string[] {
  const [name, form] = structure.attribute ?? [];
  return [
    ...(node.children.length > 0 || !structure.text.test(node.text)
      ? [`${path}: "${node.text}" has another form`]
      : []),
    ...(name && form && !form.test(node.attributes[name] ?? '') ? [`${path}: ${name} has another form`] : []),
  ];
}
