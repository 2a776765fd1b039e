import { Button, Card, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';

import { CodeEntry } from './CodeEntry';
import { understand } from './codes';
import { entryOf } from './entries';
import type { Entry, Kept } from './queue';
import { sound } from './sounds';
import { useChoices } from './useChoices';
import { useInTurn } from './useInTurn';
import { useOutcome } from './useOutcome';
import { useWedge } from './useWedge';
import { nextSlot, scan, type Flow, type Work } from './work';

interface Props {
  flow: Flow;
  waiting: Kept[];
  onDone: (entry: Entry, label: string) => Promise<void>;
  onLeave: () => void;
}

const WANT = { product: 'wantProduct', source: 'wantSource', destination: 'wantDestination' } as const;

/** One flow: scan what is wanted, check the quantity, confirm. */
export function Station({ flow, waiting, onDone, onLeave }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [work, setWork] = useState<Work>({});
  const [quantity, setQuantity] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const outcome = useOutcome();
  const { waves, wave, counts, expected, lying } = useChoices(flow, chosen, work);

  const done = new Set(waiting.flatMap(({ entry }) => (entry.kind === 'pick' ? [entry.line.task_id] : [])));
  const task = wave.data?.tasks.find((each) => each.status === 'open' && !done.has(each.id));
  const wanted = task && { productId: task.product_id, location: task.location, lot: task.lot };
  const lines = expected.data?.items ?? [];
  const line = flow === 'receive' ? (lines.find((each) => each.id === chosen) ?? lines[0]) : undefined;
  const amount = quantity ?? (flow === 'pick' ? task?.quantity : work.product?.quantity) ?? '';
  const needsChoice = (flow === 'pick' || flow === 'count') && !chosen;
  const slot = nextSlot(flow, work);

  const { fail } = outcome;
  const take = useInTurn(async (code) => {
    outcome.clear();
    if (needsChoice) {
      fail(t('scanner.wantChoice'));
      return;
    }
    try {
      const next = scan(flow, flow === 'lookUp' ? {} : work, await understand(code, i18n.language), wanted);
      if (typeof next === 'string') {
        fail(t(`scanner.${next}`));
        return;
      }
      sound(true);
      flushSync(() => setWork(next));
    } catch (error) {
      outcome.failBy(error, code);
    }
  });
  useWedge(take);

  const again = () => {
    setWork({});
    setQuantity(null);
    if (flow === 'receive') setChosen(null);
  };
  const confirm = async () => {
    const entry = entryOf(flow, work, amount.replace(',', '.'), {
      wave: chosen ?? undefined,
      count: chosen ?? undefined,
      task,
      line,
    });
    if (!entry) return;
    const label = `${t(`scanner.${flow}`)} ${amount} × ${work.product?.sku ?? ''}`;
    await onDone(entry, label);
    outcome.keep(label);
    again();
  };

  return (
    <Stack>
      {flow === 'pick' || flow === 'count' ? (
        <NativeSelect
          size="lg"
          label={t(flow === 'pick' ? 'scanner.wave' : 'scanner.countDocument')}
          value={chosen ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value || null)}
          data={[
            { value: '', label: '–' },
            ...((flow === 'pick' ? waves : counts).data?.items ?? []).map((each) => ({
              value: each.id,
              label: each.number,
            })),
          ]}
        />
      ) : null}
      <Card withBorder padding="lg" aria-live="assertive">
        {task ? (
          <Text fw={600} size="lg">
            {t('scanner.take', { quantity: format.number(task.quantity), sku: task.sku, location: task.location })}
          </Text>
        ) : null}
        {wave.data && !task ? <Text size="lg">{t('scanner.nothingLeft')}</Text> : null}
        <Title order={2}>{slot ? t(`scanner.${WANT[slot]}`) : (work.product?.sku ?? '')}</Title>
        {work.product ? <Text size="lg">{`${work.product.sku} · ${work.product.name}`}</Text> : null}
        {work.product?.lot ? <Text>{t('scanner.lot', { lot: work.product.lot })}</Text> : null}
        {work.source ? <Text size="lg">{`${t('scanner.source')} : ${work.source.location}`}</Text> : null}
        {work.destination ? (
          <Text size="lg">{`${t('scanner.destination')} : ${work.destination.location}`}</Text>
        ) : null}
        {flow === 'lookUp' && lying.data ? <Lying items={lying.data} /> : null}
        {flow === 'receive' && expected.data && lines.length === 0 ? <Text>{t('scanner.nothingExpected')}</Text> : null}
      </Card>
      {outcome.shown}
      {flow === 'receive' && line ? (
        <NativeSelect
          size="lg"
          label={t('scanner.orderLine')}
          value={line.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={lines.map((each) => ({
            value: each.id,
            label: t('scanner.outstanding', {
              number: each.purchase_order_number,
              quantity: format.number(each.outstanding),
            }),
          }))}
        />
      ) : null}
      {!slot && flow !== 'lookUp' && (flow !== 'receive' || line) ? (
        <>
          <TextInput
            size="xl"
            inputMode="decimal"
            label={t('scanner.quantity')}
            value={amount}
            onChange={(event) => setQuantity(event.currentTarget.value)}
          />
          <Button size="xl" h={72} onClick={() => void confirm()} disabled={!isQuantity(amount, flow)}>
            {t('scanner.confirm')}
          </Button>
        </>
      ) : null}
      <CodeEntry onCode={take} onBlind={() => fail(t('scanner.noAnswer'))} onAgain={again} onLeave={onLeave} />
    </Stack>
  );
}

/** What the service takes: an entry that it cannot read would hold up all after it. Nothing may be counted, or found to pick. */
function isQuantity(amount: string, flow: Flow): boolean {
  const isZeroSaid = flow === 'count' || flow === 'pick';
  return /^\d{1,12}([.,]\d{1,6})?$/.test(amount) && (isZeroSaid || /[1-9]/.test(amount));
}

function Lying({
  items,
}: {
  items: readonly { location_id: string; location: string; lot: string | null; quantity: string }[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const there = items.filter((each) => Number(each.quantity) !== 0);
  if (there.length === 0) return <Text>{t('scanner.nowhere')}</Text>;
  return there.map((each) => (
    <Text key={each.location_id + (each.lot ?? '')} size="lg">
      {[each.location, each.lot, format.number(each.quantity)].filter(Boolean).join(' · ')}
    </Text>
  ));
}
