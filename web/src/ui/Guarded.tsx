import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useMay } from '~/auth/usePerson';
import { isOpenTo, type Screen } from '~/screens/screen';

import { Empty } from './Empty';

/** The screen for who may see it, and the missing permission for others. */
export function Guarded({ screen, children }: { screen: Screen; children: ReactNode }) {
  const { t } = useTranslation();
  if (isOpenTo(screen, useMay())) return children;
  const permission = screen.permissions[0] ?? '';
  return <Empty icon={IconLock} title={t('app.notAllowed')} hint={t('app.notAllowedHint', { permission })} />;
}
