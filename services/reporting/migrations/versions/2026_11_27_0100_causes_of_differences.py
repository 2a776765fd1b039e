"""What the differences of counts are put down to."""

import sqlalchemy as sa
from alembic import op

revision = "reporting_3211"
down_revision = "reporting_3210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column(
            "cause", sa.Text(), nullable=False, server_default="unexplained", comment="said, or likely; or unexplained"
        ),
        sa.Column("basis", sa.Text(), nullable=False, server_default="none"),
        sa.Column("probable_cause", sa.Text(), nullable=False, server_default=""),
        sa.Column("probability", sa.Integer(), nullable=False, server_default="0", comment="percent"),
        sa.Column("evidence", sa.Text(), nullable=False, server_default=""),
        sa.Column("evidence_document", sa.Text(), nullable=False, server_default=""),
        sa.Column("evidence_product_id", sa.UUID(), comment="of the line that differs the other way"),
        sa.Column("evidence_location", sa.Text(), nullable=False, server_default=""),
        sa.Column("evidence_factor", sa.Numeric(), comment="stock units in a packaging"),
    ):
        op.add_column("count_line", column)
    op.create_check_constraint("basis", "count_line", "basis IN ('said', 'proposed', 'none')")
