import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useMay } from '~/auth/usePerson';
import { SCREENS } from '~/screens/registry';
import { isOpenTo } from '~/screens/screen';
import { isTyping } from '~/ui/keyboard';

import { shortcutsSwitch } from './shortcutsState';

const SECOND_KEY_MS = 1200;

/** `g` and a letter goes to a screen, `?` shows all keys. */
export function Shortcuts() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const isOpen = shortcutsSwitch.useIsOn();
  const waitsUntil = useRef(0);
  const reachable = SCREENS.filter((screen) => screen.menu?.key && isOpenTo(screen, may));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') shortcutsSwitch.set(true);
      if (event.timeStamp < waitsUntil.current) {
        const target = reachable.find((screen) => screen.menu?.key === event.key);
        waitsUntil.current = 0;
        if (!target) return;
        event.stopImmediatePropagation(); // the letter means nothing else now
        void navigate(target.path);
      } else if (event.key === 'g') {
        waitsUntil.current = event.timeStamp + SECOND_KEY_MS;
      }
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  });

  return (
    <Modal
      opened={isOpen}
      onClose={() => shortcutsSwitch.set(false)}
      title={t('app.shortcuts')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xl">
        <Stack gap="lg">
          <Keys
            title={t('keys.anywhere')}
            rows={[
              [['Ctrl', 'K'], t('keys.palette')],
              [['?'], t('keys.help')],
            ]}
          />
          <Keys
            title={t('keys.inLists')}
            rows={[
              [['j'], t('keys.next')],
              [['k'], t('keys.previous')],
              [['↵'], t('keys.open')],
              [['/'], t('keys.search')],
              [['x'], t('keys.select')],
            ]}
          />
          <Keys
            title={t('keys.inApprovals')}
            rows={[
              [['a'], t('keys.approve')],
              [['r'], t('keys.refuse')],
            ]}
          />
        </Stack>
        <Keys
          title={t('keys.goTo')}
          rows={reachable.map((screen) => [['g', screen.menu?.key ?? ''], t(`screens.${screen.title}`)])}
        />
      </SimpleGrid>
    </Modal>
  );
}

function Keys({ title, rows }: { title: string; rows: [string[], string][] }) {
  return (
    <Stack gap={8}>
      <Title order={3} size="sm">
        {title}
      </Title>
      {rows.map(([keys, meaning]) => (
        <Group key={meaning} justify="space-between" wrap="nowrap">
          <Text size="sm">{meaning}</Text>
          <Group gap={4} wrap="nowrap">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </Group>
        </Group>
      ))}
    </Stack>
  );
}
