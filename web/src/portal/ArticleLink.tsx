import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';

/** What a line of a document is about, which leads to its page in the shop. */
export function ArticleLink({ line }: { line: { product_id: string; description: string; sku: string } }) {
  return (
    <>
      <Anchor component={Link} to={`/articles/${line.product_id}`}>
        {line.description || line.sku}
      </Anchor>
      <Text size="xs" c="dimmed">
        {line.sku}
      </Text>
    </>
  );
}
