import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { Empty } from './Empty';

export function NoScreen() {
  const { t } = useTranslation();
  return <Empty icon={IconMapOff} title={t('app.noScreen')} hint={t('app.noScreenHint')} />;
}
