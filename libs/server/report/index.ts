export * from './call-export';
export * from './daily.service';
export * from './report.module';
export { TotalsChecker } from './totals-checker';
export { totalsInWords } from './totals-words';
export { reopenSteps } from './closed-steps';
