import { Checkbox, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';

import { choicesOf } from './answer';

interface Props {
  lines: OfSales['OfferOut']['lines'];
  currency: string;
  taken: string[]; // ids of lines
  onTake: (ids: string[]) => void;
}

/** What a customer may leave out: one of each group of alternatives, and any of the options. */
export function Choices({ lines, currency, taken, onTake }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { options, groups } = choicesOf(lines);
  const price = (net: string) => format.money(net, currency);
  return (
    <>
      {[...groups].map(([group, lines]) => {
        const ids = lines.map(({ id }) => id);
        return (
          <Radio.Group
            key={group}
            label={t('quotes.oneOf', { group })}
            value={taken.find((id) => ids.includes(id)) ?? null}
            onChange={(id) => onTake([...taken.filter((it) => !ids.includes(it)), id])}
          >
            {lines.map((line) => (
              <Radio key={line.id} mt={6} value={line.id} label={`${line.description} · ${price(line.net)}`} />
            ))}
          </Radio.Group>
        );
      })}
      {options.length > 0 ? (
        <Checkbox.Group label={t('quotes.options')} value={taken} onChange={onTake}>
          {options.map((line) => (
            <Checkbox key={line.id} mt={6} value={line.id} label={`${line.description} · ${price(line.net)}`} />
          ))}
        </Checkbox.Group>
      ) : null}
    </>
  );
}
