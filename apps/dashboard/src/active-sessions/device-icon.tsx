import {
  IconDeviceDesktop,
  IconDeviceLaptop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDeviceTv,
  IconDeviceUnknown,
  IconDeviceWatch,
  IconRobot,
  type Icon,
} from '@tabler/icons-react';
import type { DeviceType } from '@curfew/contracts';

import classes from './table.module.css';

const icons: Readonly<Record<DeviceType, Icon>> = {
  desktop: IconDeviceDesktop,
  laptop: IconDeviceLaptop,
  tablet: IconDeviceTablet,
  mobile: IconDeviceMobile,
  tv: IconDeviceTv,
  watch: IconDeviceWatch,
  bot: IconRobot,
  unknown: IconDeviceUnknown,
};

/** What kind of thing it is, as a picture: the name beside it says the same. */
export const DeviceIcon = ({ type, large = false }: { readonly type: DeviceType; readonly large?: boolean }) => {
  const Glyph = icons[type];
  return (
    <span className={classes['tile']} data-large={large || undefined}>
      <Glyph size={large ? 24 : 20} stroke={1.6} aria-hidden="true" />
    </span>
  );
};
