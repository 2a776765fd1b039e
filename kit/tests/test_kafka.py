"""Keys go where every other client of Kafka would put them."""

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st
from kit.kafka import partition_of


@given(key=st.binary(max_size=60), count=st.integers(1, 64))
def test_a_key_has_its_usual_partition(key: bytes, count: int) -> None:
    partitions = list(range(count))
    assert partition_of(key, partitions, partitions) == DefaultPartitioner()(key, partitions, partitions)
