"""How parties are put into chunks."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from kontor_billing.model.run import ChunkSize, grouped_by_size

SIZE = ChunkSize(parties=10, lines=100)
weights = st.lists(st.integers(0, 150))


@given(weights)
def test_every_party_is_in_one_chunk_in_order_and_no_chunk_is_too_large(lines: list[int]) -> None:
    parties = [(UUID(int=number), count) for number, count in enumerate(lines)]
    chunks = list(grouped_by_size(parties, SIZE))
    assert [one for chunk in chunks for one in chunk] == [party for party, _ in parties]
    for chunk in chunks:
        assert 1 <= len(chunk) <= SIZE.parties
        assert len(chunk) == 1 or sum(lines[party.int] for party in chunk) <= SIZE.lines


def test_parties_with_few_lines_fill_a_chunk() -> None:
    parties = [(UUID(int=number), 10) for number in range(25)]
    assert [len(chunk) for chunk in grouped_by_size(parties, SIZE)] == [10, 10, 5]
