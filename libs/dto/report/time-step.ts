/** Length of the periods that a chart over time is divided into. */
export enum TimeStep {
  QuarterHour = 'quarter-hour',
  Hour = 'hour',
  Day = 'day',
  Week = 'week',
  Month = 'month',
}
