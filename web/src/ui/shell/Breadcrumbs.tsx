import { ActionIcon, Anchor, Box, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, matchPath, useLocation } from 'react-router';

import { SCREENS } from '~/screens/registry';

const Trail = createContext<{ name: string; setName: (name: string) => void }>({ name: '', setName: () => undefined });

export function TrailProvider({ children }: { children: ReactNode }) {
  const [name, setName] = useState('');
  return <Trail value={{ name, setName }}>{children}</Trail>;
}

/** Name the document that the screen shows: in the trail, and in the browser's tab. */
export function useDocumentName(name: string | undefined): void {
  const { setName } = use(Trail);
  useEffect(() => {
    setName(name ?? '');
    return () => setName('');
  }, [name, setName]);
}

export function Breadcrumbs() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { name } = use(Trail);
  const screen = SCREENS.find((each) => matchPath(each.path, pathname));
  const parent = SCREENS.find((each) => each.path === screen?.parent);
  const here = name || (screen ? t(`screens.${screen.title}`) : '');

  useEffect(() => {
    document.title = here ? `${here} – Comptoir` : 'Comptoir';
  }, [here]);

  return (
    <Group component="nav" aria-label={t('app.trail')} gap={6} wrap="nowrap" miw={0} flex="0 1 auto">
      {parent ? (
        <>
          <Anchor component={Link} to={parent.path} c="dimmed" size="md" visibleFrom="xs" truncate>
            {t(`screens.${parent.title}`)}
          </Anchor>
          <Box visibleFrom="xs" c="dimmed" lh={0} aria-hidden>
            <IconChevronRight size={14} />
          </Box>
          <ActionIcon
            component={Link}
            to={parent.path}
            hiddenFrom="xs"
            variant="subtle"
            color="gray"
            aria-label={t(`screens.${parent.title}`)}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
        </>
      ) : null}
      <Text size="md" fw={600} truncate aria-current="page">
        {here}
      </Text>
    </Group>
  );
}
