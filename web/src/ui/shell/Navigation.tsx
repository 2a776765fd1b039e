import { Badge, Group, ScrollArea, Text } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { useMay } from '~/auth/usePerson';
import { useWaitingCount } from '~/screens/approvals/inbox';
import { SCREENS } from '~/screens/registry';
import { isOpenTo, type Area } from '~/screens/screen';

import classes from './Navigation.module.css';

const AREAS: readonly Area[] = ['today', 'sales', 'pricing', 'stock', 'buying', 'finance', 'books', 'insight', 'admin'];

/** The screens that the person may see, by area. */
export function Navigation() {
  const { t } = useTranslation();
  const may = useMay();
  const waiting = useWaitingCount();
  const open = SCREENS.filter((screen) => screen.menu && isOpenTo(screen, may));
  return (
    <ScrollArea component="nav" aria-label={t('app.navigation')} px="sm" py="md" type="hover" scrollbarSize={6}>
      <Group gap={8} px={8} mb="sm" wrap="nowrap">
        <IconBuildingStore size={20} stroke={1.8} color="var(--mantine-primary-color-filled)" aria-hidden />
        <Text fw={680} size="lg">
          {t('app.name')}
        </Text>
      </Group>
      {AREAS.map((area) => {
        const screens = open.filter((screen) => screen.menu?.area === area);
        if (screens.length === 0) return null;
        return (
          <div key={area} className={classes.area}>
            <Text size="xs" fw={600} c="dimmed" px={8} mb={4}>
              {t(`areas.${area}`)}
            </Text>
            {screens.map(({ path, title, menu }) => {
              const Symbol = menu?.icon;
              return (
                <NavLink key={path} to={path} end={path === '/'} className={classes.link ?? ''}>
                  {Symbol ? <Symbol size={17} stroke={1.7} aria-hidden /> : null}
                  <span className={classes.label}>{t(`screens.${title}`)}</span>
                  {title === 'approvals' && waiting > 0 ? (
                    <Badge size="sm" variant="filled" circle={waiting < 10}>
                      {waiting > 99 ? '99+' : waiting}
                    </Badge>
                  ) : null}
                </NavLink>
              );
            })}
          </div>
        );
      })}
    </ScrollArea>
  );
}
