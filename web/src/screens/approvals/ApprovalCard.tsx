import { Anchor, Badge, Button, Checkbox, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { usePersonName } from '~/api/people';
import { useFormat } from '~/i18n/useFormat';
import { PartnerName } from '~/ui/Name';

import classes from './ApprovalCard.module.css';
import type { Decision } from './decide';
import { linesOf, pathOf, textOf } from './details';
import type { Approval } from './inbox';
import { useSubjectName } from './useSubject';
import { useWhy } from './useWhy';

interface Props {
  approval: Approval;
  position: number;
  isCurrent: boolean;
  isChosen: boolean;
  onChoose?: () => void;
  onDecide?: (decision: Decision) => void;
}

/** What is asked, why, how much, by whom and since when; and the two answers. */
export function ApprovalCard({ approval, position, isCurrent, isChosen, onChoose, onDecide }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const subject = useSubjectName()(approval.subject);
  const why = useWhy(approval);
  const requester = usePersonName(approval.requested_by);
  const decider = usePersonName(approval.decided_by ?? '');
  const path = pathOf(approval);
  const partner = textOf(approval, 'customer_id') || textOf(approval, 'supplier_id');
  const currency = textOf(approval, 'currency') || 'EUR';
  return (
    <li
      className={classes.card}
      data-row={position}
      data-current={isCurrent || undefined}
      aria-label={approval.document_number}
    >
      {onChoose ? (
        <Checkbox
          size="sm"
          mt={2}
          checked={isChosen}
          onChange={onChoose}
          aria-label={t('approvals.select', { number: approval.document_number })}
        />
      ) : null}
      <div className={classes.body}>
        <Group gap="xs">
          {path ? (
            <Anchor component={Link} to={path} fw={620} c="inherit">
              {approval.document_number}
            </Anchor>
          ) : (
            <Text fw={620}>{approval.document_number}</Text>
          )}
          <Badge color="indigo">{subject}</Badge>
          {partner ? (
            <Text span c="dimmed">
              <PartnerName id={partner} />
            </Text>
          ) : null}
        </Group>
        <Text>{why}</Text>
        <Lines approval={approval} currency={currency} />
        <Text size="sm" c="dimmed">
          {requester} ·{' '}
          <Tooltip label={format.time(approval.requested_at)}>
            <span>{format.ago(approval.requested_at)}</span>
          </Tooltip>
          {approval.approved_by.length > 0 ? ` · ${t('approvals.approvedBy')} ${approval.approved_by.length}` : ''}
          {approval.decided_by ? ` · ${t('approvals.decidedBy')} ${decider} ${format.ago(approval.decided_at)}` : ''}
          {approval.comment ? ` · « ${approval.comment} »` : ''}
        </Text>
      </div>
      <div className={classes.side}>
        {approval.amount ? (
          <Text fw={650} size="lg" className="figure">
            {format.money(approval.amount)}
          </Text>
        ) : null}
        {onDecide ? (
          <Group gap={6} wrap="nowrap">
            <Button variant="default" leftSection={<IconX size={15} />} onClick={() => onDecide('reject')}>
              {t('approvals.refuse')}
            </Button>
            <Button leftSection={<IconCheck size={15} />} onClick={() => onDecide('approve')}>
              {t('approvals.approve')}
            </Button>
          </Group>
        ) : null}
      </div>
    </li>
  );
}

const LINES_MAX = 3;

function Lines({ approval, currency }: { approval: Approval; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = linesOf(approval);
  if (lines.length === 0) return null;
  return (
    <div>
      {lines.slice(0, LINES_MAX).map((line) => (
        <Text size="sm" key={line.order_line_id} className="figure">
          {line.sku} · {format.number(line.quantity)} × {format.money(line.unit_price, currency)}
          {line.margin_rate ? (
            <>
              {' · '}
              <Text span inherit fw={650} c="red">
                {format.rate(line.margin_rate)}
              </Text>
            </>
          ) : null}
          {line.floor_price ? ` · ${t('approvals.floor')} ${format.money(line.floor_price, currency)}` : ''}
          {line.discount_rate ? ` · −${format.rate(line.discount_rate)}` : ''}
        </Text>
      ))}
      {lines.length > LINES_MAX ? (
        <Text size="sm" c="dimmed">
          +{lines.length - LINES_MAX}
        </Text>
      ) : null}
    </div>
  );
}
