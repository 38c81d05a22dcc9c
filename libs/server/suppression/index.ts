import { OptOut } from './opt-out.entity';
import { PlatformSuppression } from './platform-suppression.entity';
import { PlatformSuppressionList } from './platform-suppression-list.entity';
import { Suppression } from './suppression.entity';
import { SuppressionList } from './suppression-list.entity';

export * from './list-scope';
export * from './refuse-suppressed';
export * from './list-clearer';
export * from './listed-numbers';
export * from './opt-out.entity';
export * from './opt-outs';
export * from './suppressed-by.sql';
export * from './suppressed.sql';
export * from './suppression.entity';
export * from './suppression-export';
export * from './suppression.module';
export * from './suppression.service';
export * from './suppression-list.entity';
export * from './suppression-load';
export * from './suppression-list.service';
export * from './suppression-watchers';

/** What apps register with TypeORM. */
export const suppressionEntities = [
  Suppression,
  SuppressionList,
  OptOut,
  PlatformSuppression,
  PlatformSuppressionList,
];
