/** Bank accounts of the demo's creators, the one after the other; nobody has them, and their control keys are right. */
export const accountsOf: Readonly<Record<string, readonly { bic: string; accountNumber: string }[]>> = {
  'slow.light': [
    { bic: '044525225', accountNumber: '40817810938000104711' },
    { bic: '044525974', accountNumber: '40817810600002240832' },
    { bic: '044525593', accountNumber: '40817810402910003355' },
  ],
  'field.notes': [
    { bic: '044525225', accountNumber: '40817810238000118724' },
    { bic: '044525974', accountNumber: '40817810400005561190' },
    { bic: '044525700', accountNumber: '40817810925040007731' },
  ],
  'night.garden': [
    { bic: '044525593', accountNumber: '40802810302580001164' },
    { bic: '044525974', accountNumber: '40802810000003307745' },
    { bic: '044525823', accountNumber: '40802810692000004496' },
  ],
};
