import { Badge, Button, Group, Text, TextInput } from '@mantine/core';
import { IconBarcode, IconDeviceFloppy } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { CountRow } from './CountRow';
import { isReadable, lineOf, observationsOf, type Seen } from './sheet';
import { useCountLines, WHICH, type Which } from './useCountLines';

interface Props {
  count: OfInventory['CountOut'];
  isOpen: boolean;
}

const SHOWN_WITHOUT_FIGURES: readonly Which[] = ['all', 'uncounted', 'to-recount'];

/** The places in walking order. A scan finds its line, Enter goes to the next. */
export function CountSheet({ count, isOpen }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [which, setWhich] = useState<Which>('all');
  const [seen, setSeen] = useState<Seen>({});
  const [scanned, setScanned] = useState('');
  const [unknown, setUnknown] = useState('');
  const sheet = useRef<HTMLDivElement>(null);
  const { lines, isPending, error, more } = useCountLines(count.id, which);
  const observed = observationsOf(lines, seen);
  const keep = useAct({
    act: async () => {
      await api.POST('/api/inventory/v1/counts/{count_id}/observations', {
        params: { path: { count_id: count.id } },
        body: { observations: observed },
      });
      setSeen({});
    },
    done: () => t('counts.kept', { count: observed.length }),
  });
  const shown = may('inventory.counts.expected.read') || !count.is_blind || count.status === 'posted';
  const fields = () => Array.from(sheet.current?.querySelectorAll<HTMLInputElement>('input[data-line]') ?? []);
  const find = async () => {
    const code = await skuOf(scanned);
    const line = lineOf(lines, code, seen);
    setUnknown(line ? '' : scanned);
    setScanned('');
    fields()
      .find((field) => field.dataset['line'] === line?.id)
      ?.focus();
  };
  const next = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const all = fields();
    all[all.indexOf(event.currentTarget) + 1]?.focus();
  };
  return (
    <Card title={t('counts.places')} side={<Badge color="gray">{count.lines}</Badge>}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <Choice
          label={t('counts.which')}
          value={which}
          options={(shown ? WHICH : SHOWN_WITHOUT_FIGURES).map((value) => ({
            value,
            label: t(`counts.show.${value}`),
          }))}
          onChange={(value: Which) => setWhich(value)}
        />
        {isOpen ? (
          <Button
            leftSection={<IconDeviceFloppy size={16} />}
            disabled={observed.length === 0 || !isReadable(seen)}
            loading={keep.isPending}
            onClick={() => keep.mutate()}
          >
            {t('counts.keep', { count: observed.length })}
          </Button>
        ) : null}
      </Group>
      {isOpen ? (
        <TextInput
          maw={360}
          mb="xs"
          label={t('counts.scan')}
          description={t('counts.scanHint')}
          leftSection={<IconBarcode size={16} />}
          disabled={isPending}
          value={scanned}
          error={unknown ? t('counts.notHere', { code: unknown }) : null}
          onChange={(event) => setScanned(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !scanned.trim()) return;
            event.preventDefault();
            void find();
          }}
        />
      ) : null}
      {keep.error ? <Trouble error={keep.error} /> : null}
      {error ? <Trouble error={error} /> : null}
      <div ref={sheet}>
        {lines.map((line) => (
          <CountRow
            key={line.id}
            line={line}
            isOpen={isOpen}
            isShown={shown}
            seen={seen[line.id] ?? ''}
            onSee={(typed) => setSeen((before) => ({ ...before, [line.id]: typed }))}
            onKeyDown={next}
          />
        ))}
      </div>
      {!isPending && lines.length === 0 ? <Empty title={t('counts.noPlaces')} /> : null}
      {more ? (
        <Button mt="sm" variant="default" onClick={more}>
          {t('list.more')}
        </Button>
      ) : null}
      {isOpen ? (
        <Text size="sm" c="dimmed" mt="sm">
          {t('counts.zeroHint')}
        </Text>
      ) : null}
    </Card>
  );
}

/** The SKU behind a bar code; the code itself where it stands for no product. */
async function skuOf(code: string): Promise<string> {
  const { data } = await api.POST('/api/catalog/v1/scans', { body: { codes: [code.trim()] } });
  return data?.items[0]?.sku ?? code;
}
