import { Badge, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfPurchasing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { Empty } from '~/ui/Empty';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { plain } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { PartnerName, ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import { OrdersMade } from '../replenishment/OrdersMade';
import { awardsOf, bestChoices, fullAward, isAgainstBest, type Choices, type Quantities } from './rfq';
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
  const [quantities, setQuantities] = useState<Quantities>({});
  const [reason, setReason] = useState('');
  const params = { path: { rfq_id: rfq.id } };
  const { data, error, refetch } = hooks.useQuery('get', '/api/purchasing/v1/rfqs/{rfq_id}/comparison', { params });
  const items = data?.items ?? [];
  const choices = { ...bestChoices(items), ...chosen };
  const needsReason = isAgainstBest(items, choices);
  const awards = awardsOf(items, choices, quantities, reason);
  const awardAt = (line: string) => awards.findIndex(({ rfq_line_id }) => rfq_line_id === line);
  const setQuantity = (line: string, typed: string | undefined) =>
    setQuantities((before) => ({ ...before, [line]: typed }));
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
                    quantity={quantities[item.rfq_line_id]}
                    fault={faultOf(award.error, `awards.${awardAt(item.rfq_line_id)}.quantity`)}
                    {...(isOpen
                      ? {
                          onChoose: (supplier: string) => {
                            setChosen({ ...chosen, [item.rfq_line_id]: supplier });
                            setQuantity(item.rfq_line_id, undefined);
                          },
                          onQuantity: (typed: string) => setQuantity(item.rfq_line_id, typed),
                        }
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
  quantity: string | undefined; // as typed
  fault: string | undefined;
  onChoose?: (supplier: string) => void;
  onQuantity?: (typed: string) => void;
}

function ComparedRow({ item, suppliers, chosen, quantity, fault, onChoose, onQuantity }: RowProps) {
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
              <>
                <OfferCell
                  offer={offer}
                  line={item.rfq_line_id}
                  isChosen={chosen === supplier}
                  {...(onChoose ? { onChoose: () => onChoose(supplier) } : {})}
                />
                {chosen === supplier && onQuantity ? (
                  <AwardedQuantity item={item} offer={offer} typed={quantity} fault={fault} onQuantity={onQuantity} />
                ) : null}
              </>
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
        {t(offer.reached_break ? 'rfqs.breakPrice' : 'rfqs.unitPrice', {
          price: format.money(offer.unit_price, offer.currency),
          quantity: format.number(offer.reached_break?.from_quantity ?? '0'),
        })}
      </Text>
      {offer.next_break ? (
        <Text size="sm" className="figure">
          {t('rfqs.nextBreak', {
            quantity: format.number(offer.next_break.from_quantity),
            price: format.money(offer.next_break.unit_price, offer.currency),
            rate: format.rate(offer.next_rate),
          })}
        </Text>
      ) : null}
      {Number(offer.multiple) === 1 ? null : (
        <Text size="sm" c="dimmed" className="figure">
          {t('rfqs.multiple', { quantity: format.number(offer.multiple) })}
        </Text>
      )}
      <Text size="sm" className="figure">
        {t('rfqs.arrives', { date: format.date(offer.arrives_on) })}
      </Text>
      <Text size="sm" c="dimmed" className="figure">
        {t('rfqs.holdsUntil', { date: format.date(offer.valid_until) })}
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

interface QuantityProps {
  item: Compared;
  offer: Offer;
  typed: string | undefined;
  fault: string | undefined;
  onQuantity: (typed: string) => void;
}

/** How many he gets; where he does not sell just what is asked for, the next quantities that he sells. */
function AwardedQuantity({ item, offer, typed, fault, onQuantity }: QuantityProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSoldSo = offer.nearest.some((it) => !isBelow(it, item.quantity) && !isBelow(item.quantity, it));
  return (
    <Stack gap={4} mt={6}>
      <DecimalInput
        size="xs"
        w={120}
        label={t('rfqs.awarded')}
        value={typed ?? plain(fullAward(item.quantity, offer))}
        error={fault !== undefined}
        onChange={onQuantity}
      />
      {isSoldSo || offer.nearest.length === 0 ? null : (
        <>
          <Text size="xs" c="dimmed">
            {t('rfqs.notSoldSo', { asked: format.number(item.quantity) })}
          </Text>
          <Group gap={4}>
            {offer.nearest.map((it) => (
              <Button key={it} size="compact-xs" variant="default" onClick={() => onQuantity(plain(it))}>
                {format.number(it)}
              </Button>
            ))}
          </Group>
        </>
      )}
    </Stack>
  );
}
