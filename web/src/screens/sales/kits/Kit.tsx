import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceFloppy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useProduct } from '~/api/names';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Table } from '~/ui/list/Table';
import { ProductName } from '~/ui/Name';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ProductPicker } from '~/ui/pickers/ProductPicker';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { componentsOf, newPart, typedParts, type TypedPart } from './parts';

/** What a kit is made of; orders that are written from now on are made of that. */
export default function Kit() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const product = useProduct(id);
  const query = hooks.useQuery(
    'get',
    '/api/sales/v1/kits/{product_id}',
    { params: { path: { product_id: id } } },
    { staleTime: Infinity },
  );
  useDocumentName(product?.sku);
  const { data: kit, error } = query;
  if (error) return <PageTrouble title={t('screens.kit')} error={error} onRetry={() => void query.refetch()} />;
  if (!kit) return <PageSkeleton />;
  if (may('sales.kits.write'))
    return <KitForm key={kit.version} product={id} start={typedParts(kit)} version={kit.version} />;
  return <Made product={id} components={kit.components} />;
}

function Made({ product, components }: { product: string; components: { product_id: string; quantity: string }[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Page title={<ProductName id={product} isLink={false} />}>
      <Card title={t('kits.parts')} isFlush>
        <Table
          label={t('kits.parts')}
          rows={components}
          rowKey={(it) => it.product_id}
          columns={[
            {
              key: 'product',
              title: t('common.product'),
              cell: (it) => <ProductName id={it.product_id} />,
              text: () => '',
              onPhone: 'title',
            },
            {
              key: 'quantity',
              title: t('kits.perKit'),
              cell: (it) => format.number(it.quantity),
              text: (it) => it.quantity,
              isFigure: true,
              onPhone: 'side',
            },
          ]}
        />
      </Card>
    </Page>
  );
}

interface FormProps {
  product: string; // empty: it is chosen here
  start: TypedPart[];
  version: number;
}

/** The parts of a kit as they are typed. */
export function KitForm({ product, start, version }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(product);
  const [parts, setParts] = useState(start);
  const edit = (key: string, part: Partial<TypedPart>) =>
    setParts((before) => before.map((it) => (it.key === key ? { ...it, ...part } : it)));
  const components = componentsOf(parts);
  const save = useAct({
    act: async () => {
      const params = { path: { product_id: chosen }, header: { 'if-match': `"${version}"` } };
      await api.PUT('/api/sales/v1/kits/{product_id}', { params, body: { components: components ?? [] } });
      if (!product) await navigate(`/kits/${chosen}`);
    },
    done: () => t('kits.saved'),
  });
  return (
    <Page
      title={product ? <ProductName id={product} isLink={false} /> : t('screens.newKit')}
      note={t('kits.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={!components || !chosen || (components.length === 0 && version === 0)}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('common.save')}
        </Button>
      }
    >
      <Stack gap="md">
        {save.error ? <Trouble error={save.error} /> : null}
        {product ? null : (
          <Card>
            <Stack maw={460}>
              <ProductPicker label={t('kits.which')} value={chosen} onChange={setChosen} />
            </Stack>
          </Card>
        )}
        <Card title={t('kits.parts')}>
          <Stack gap="sm">
            {parts.map((part, at) => (
              <div key={part.key} role="group" aria-label={t('kits.part', { number: at + 1 })}>
                <Group align="flex-end" gap="xs">
                  <Group flex="1 1 280px" maw={460} grow>
                    <ProductPicker
                      label={t('common.product')}
                      isLabelHidden={at > 0}
                      value={part.product}
                      onChange={(id) => edit(part.key, { product: id })}
                    />
                  </Group>
                  <DecimalInput
                    w={110}
                    label={at === 0 ? t('kits.perKit') : undefined}
                    aria-label={t('kits.perKit')}
                    value={part.quantity}
                    error={faultOf(save.error, `components.${at}.quantity`)}
                    onChange={(quantity) => edit(part.key, { quantity })}
                  />
                  <ActionIcon
                    size={30}
                    aria-label={t('kits.remove', { number: at + 1 })}
                    onClick={() => setParts(parts.filter((it) => it.key !== part.key))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
                <Fault
                  text={faultOf(save.error, `components.${at}.product_id`) ?? faultOf(save.error, `components.${at}`)}
                />
              </div>
            ))}
          </Stack>
          {parts.length === 0 ? (
            <Text c="dimmed" size="sm">
              {t('kits.none')}
            </Text>
          ) : null}
          <Button
            mt="sm"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => setParts([...parts, newPart()])}
          >
            {t('kits.addPart')}
          </Button>
        </Card>
      </Stack>
    </Page>
  );
}

function Fault({ text }: { text: string | undefined }) {
  return text ? (
    <Text size="xs" c="red">
      {text}
    </Text>
  ) : null;
}
