import { Injectable } from '@angular/core';
import { useIcons } from '../icon/use-icons';
import { LOOKS } from './looks';

/** Registers the icons of all looks, once and only where a status shows. */
@Injectable({ providedIn: 'root' })
export class LookIcons {
  constructor() {
    useIcons(Object.fromEntries(Object.values(LOOKS).map(({ icon, svg }) => [icon, svg])));
  }
}
