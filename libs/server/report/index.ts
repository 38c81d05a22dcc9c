export { AttemptExport } from './attempt-export';
export { CALL_EXPORT } from './call.columns';
export * from './daily.service';
export { MESSAGE_EXPORT } from './message.columns';
export * from './message-daily.service';
export * from './report.module';
export { TotalsChecker } from './totals-checker';
export { totalsInWords } from './totals-words';
export { reopenSteps } from './closed-steps';
