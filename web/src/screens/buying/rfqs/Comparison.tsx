import { Badge, Button, Group, Radio, Text, TextInput } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { faultOf } from '~/ui/form/faults';
import { PartnerName, ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import { OrdersMade } from '../replenishment/OrdersMade';
import { awardsOf, bestChoices, isAgainstBest, type Choices } from './rfq';
import classes from './rfq.module.css';

type Compared = OfPurchasing['ComparedLineOut'];
type Offer = OfPurchasing['ComparedOut'];

interface Props {
  rfq: OfPurchasing['RfqOut'];
  isOpen: boolean;
}

/** Answers side by side; the best of each line is chosen until somebody chooses another. */
export function Comparison({ rfq, isOpen }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Choices>({});
  const [reason, setReason] = useState('');
  const params = { path: { rfq_id: rfq.id } };
  const { data, error, refetch } = hooks.useQuery('get', '/api/purchasing/v1/rfqs/{rfq_id}/comparison', { params });
  const items = data?.items ?? [];
  const choices = { ...bestChoices(items), ...chosen };
  const needsReason = isAgainstBest(items, choices);
  const awards = awardsOf(items, choices, reason);
  const award = useMutation({
    mutationFn: async () =>
      (await api.POST('/api/purchasing/v1/rfqs/{rfq_id}/award', { params, body: { awards } })).data,
    onSuccess: () => queries.invalidateQueries(),
  });
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const answered = data.suppliers.filter(({ lines_answered }) => lines_answered > 0);
  return (
    <>
      {award.error ? <Trouble error={award.error} /> : null}
      {award.data ? <OrdersMade orders={award.data.orders} /> : null}
      <Card title={t('rfqs.comparison')}>
        {answered.length === 0 ? (
          <Empty title={t('rfqs.noAnswers')} hint={t('rfqs.noAnswersHint')} />
        ) : (
          <div className={classes.scroll}>
            <table className={classes.matrix}>
              <thead>
                <tr>
                  <th scope="col">{t('common.product')}</th>
                  {answered.map((it) => (
                    <th scope="col" key={it.supplier_id}>
                      <PartnerName id={it.supplier_id} />
                      <Text size="xs" c="dimmed">
                        {t('rfqs.bestOn', { best: it.lines_best, asked: it.lines_asked })}
                      </Text>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <ComparedRow
                    key={item.rfq_line_id}
                    item={item}
                    suppliers={answered.map(({ supplier_id }) => supplier_id)}
                    chosen={choices[item.rfq_line_id] ?? ''}
                    {...(isOpen
                      ? { onChoose: (supplier: string) => setChosen({ ...chosen, [item.rfq_line_id]: supplier }) }
                      : {})}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {isOpen && answered.length > 0 ? (
          <Group justify="flex-end" align="flex-end" mt="md" gap="sm">
            {needsReason ? (
              <TextInput
                flex="1 1 240px"
                maw={460}
                required
                label={t('rfqs.whyOther')}
                value={reason}
                error={faultOf(award.error, 'awards.0.reason')}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            ) : null}
            <Button
              size="sm"
              leftSection={<IconTrophy size={16} />}
              disabled={awards.length === 0 || (needsReason && !reason.trim())}
              loading={award.isPending}
              onClick={() => award.mutate()}
            >
              {t('rfqs.award', { count: awards.length })}
            </Button>
          </Group>
        ) : null}
      </Card>
    </>
  );
}

interface RowProps {
  item: Compared;
  suppliers: readonly string[];
  chosen: string;
  onChoose?: (supplier: string) => void;
}

function ComparedRow({ item, suppliers, chosen, onChoose }: RowProps) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">
        <Text fw={600}>
          <ProductName id={item.product_id} />
        </Text>
        <Text size="sm" c="dimmed" className="figure">
          {format.number(item.quantity)} × {item.packaging_code}
        </Text>
      </th>
      {suppliers.map((supplier) => {
        const offer = item.offers.find(({ supplier_id }) => supplier_id === supplier);
        return (
          <td key={supplier} className={classes.offer} data-best={offer?.is_best || undefined}>
            {offer ? (
              <OfferCell
                offer={offer}
                line={item.rfq_line_id}
                isChosen={chosen === supplier}
                {...(onChoose ? { onChoose: () => onChoose(supplier) } : {})}
              />
            ) : (
              '–'
            )}
          </td>
        );
      })}
    </tr>
  );
}

interface CellProps {
  offer: Offer;
  line: string;
  isChosen: boolean;
  onChoose?: () => void;
}

function OfferCell({ offer, line, isChosen, onChoose }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const price = format.money(offer.landed_unit_price);
  return (
    <>
      {onChoose ? (
        <Radio
          name={line}
          label={price}
          styles={{ label: { fontWeight: 650 } }}
          checked={isChosen}
          onChange={onChoose}
        />
      ) : (
        <Text fw={650} className="figure">
          {price}
        </Text>
      )}
      <Text size="sm" c="dimmed" className="figure">
        {t('rfqs.unitPrice', { price: format.money(offer.unit_price, offer.currency) })}
      </Text>
      <Text size="sm" className="figure">
        {t('rfqs.arrives', { date: format.date(offer.arrives_on) })}
      </Text>
      {offer.on_time !== null ? (
        <Text size="sm" className="figure">
          {t('rfqs.onTime', { rate: format.rate(offer.on_time) })}
        </Text>
      ) : null}
      <Group gap={4} mt={4}>
        {offer.because ? <Badge color="green">{word('because', offer.because)}</Badge> : null}
        {offer.is_complete ? null : (
          <Badge color="orange">{t('rfqs.partial', { quantity: format.number(offer.quantity) })}</Badge>
        )}
        {offer.is_in_time ? null : <Badge color="orange">{t('rfqs.late')}</Badge>}
        {offer.is_valid ? null : <Badge color="red">{t('rfqs.expired')}</Badge>}
      </Group>
    </>
  );
}
