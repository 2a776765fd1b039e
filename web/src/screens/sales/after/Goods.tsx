import { Text } from '@mantine/core';

import { ProductName } from '~/ui/Name';

/** An article by its name, and by the code that the papers carry. */
export function Goods({ line }: { line: { product_id: string; sku: string } }) {
  return (
    <>
      <ProductName id={line.product_id} />
      <Text size="xs" c="dimmed">
        {line.sku}
      </Text>
    </>
  );
}
