import { key, nothing, of, oneself, type Row } from './row.js';

/** What is done with money, and what operators set. */
export const ofMoney: Readonly<Record<string, Row>> = {
  closeRewardDay: { call: () => `closeRewardDay(day: "2026-01-01", ${key()})`, outcomes: of('FORBIDDEN') },
  writeOffDebt: {
    call: () => `writeOffDebt(input: { accountId: "${nothing('acc')}", reason: "closed", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  assignDeposit: {
    call: () => `assignDeposit(input: { depositId: "${nothing('dep')}", payeeId: "${nothing('acc')}", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  // Whoever may ask is let ask; nobody here has what it takes.
  applyForMonetization: {
    call: () =>
      `applyForMonetization(input: { taxStatus: SELF_EMPLOYED, legalName: "Anna Berg", inn: "500100732259", ${key()} })`,
    outcomes: of('FEATURE_NOT_AVAILABLE'),
  },
  decideMonetization: {
    call: () => `decideMonetization(applicationId: "${nothing('map')}", approve: true)`,
    outcomes: of('FORBIDDEN'),
  },
  suspendMonetization: {
    call: () => `suspendMonetization(input: { accountId: "${nothing('acc')}", reason: "Bought views" })`,
    outcomes: of('FORBIDDEN'),
  },
  liftMonetization: {
    call: () => `liftMonetization(input: { accountId: "${nothing('acc')}", reason: "A mistake" })`,
    outcomes: of('FORBIDDEN'),
  },
  // Whoever may ask is let ask; nobody here has said as whom they are taxed.
  setPayoutMethod: {
    call: () => 'setPayoutMethod(input: { bic: "049805746", accountNumber: "40602810700000000025" })',
    outcomes: oneself,
  },
  requestPayout: { call: () => `requestPayout(input: { ${key()} })`, outcomes: of('NOT_ELIGIBLE') },
  attachReceipt: {
    call: () => `attachReceipt(payoutId: "${nothing('pay')}", url: "https://lknpd.nalog.ru/")`,
    outcomes: of('NOT_FOUND'),
  },
  cancelReceipt: { call: () => `cancelReceipt(payoutId: "${nothing('pay')}")`, outcomes: of('NOT_FOUND') },
  approvePayout: { call: () => `approvePayout(payoutId: "${nothing('pay')}")`, outcomes: of('FORBIDDEN') },
  rejectPayout: {
    call: () => `rejectPayout(input: { payoutId: "${nothing('pay')}", reason: "The name differs" })`,
    outcomes: of('FORBIDDEN'),
  },
  holdPayouts: { call: () => `holdPayouts(accountId: "${nothing('acc')}")`, outcomes: of('FORBIDDEN') },
  liftPayoutHold: { call: () => `liftPayoutHold(accountId: "${nothing('acc')}")`, outcomes: of('FORBIDDEN') },
  createPayoutBatch: { call: () => `createPayoutBatch(${key()})`, outcomes: of('FORBIDDEN') },
  approvePayoutBatch: { call: () => `approvePayoutBatch(batchId: "${nothing('pyb')}")`, outcomes: of('FORBIDDEN') },
  publishRewardPolicy: {
    call: () => `publishRewardPolicy(rules: {}, effectiveFrom: "2030-01-01", ${key()})`,
    outcomes: of('FORBIDDEN'),
  },
  createFund: {
    call: () => `createFund(input: { name: "A fund", purpose: "NEWCOMERS", ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  addToFund: {
    call: () =>
      `addToFund(input: { fundId: "${nothing('fnd')}", amount: { amount: "1.00", currency: "RUB" }, ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  openFundPeriod: {
    call: () =>
      `openFundPeriod(input: { fundId: "${nothing('fnd')}", from: "2030-01-01", to: "2030-01-31",
        pool: { amount: "1.00", currency: "RUB" }, rules: {}, ${key()} })`,
    outcomes: of('FORBIDDEN'),
  },
  closeFundPeriod: { call: () => `closeFundPeriod(periodId: "${nothing('fpd')}")`, outcomes: of('FORBIDDEN') },
  cancelFundPeriod: { call: () => `cancelFundPeriod(periodId: "${nothing('fpd')}")`, outcomes: of('FORBIDDEN') },
  setFeatureRollout: {
    call: () => 'setFeatureRollout(feature: MOMENTS, regions: [], percent: 100)',
    outcomes: of('FORBIDDEN'),
  },
};
