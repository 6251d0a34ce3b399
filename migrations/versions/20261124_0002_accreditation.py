"""Venues, their applications, visits and assessments, and what was decided of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.register.append_only import triggers

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('venues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('collective_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('folded_name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('shop', 'market', 'producer', 'amap', 'canteen', 'restaurant', 'other', name='venuekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('market_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('presentation', sa.Text(), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('products', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('applied', 'in_review', 'visit', 'proposed', 'accredited', 'to_renew', 'suspended', 'revoked', 'declined', name='venuestate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'to_renew'", name=op.f('ck_venues_renewal_is_computed')),
    sa.CheckConstraint('market_id <> id', name=op.f('ck_venues_not_its_own_market')),
    sa.ForeignKeyConstraint(['collective_id'], ['collectives.id'], name=op.f('fk_venues_collective_id')),
    sa.ForeignKeyConstraint(['market_id'], ['venues.id'], name=op.f('fk_venues_market_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venues')),
    sa.UniqueConstraint('collective_id', 'folded_name', name=op.f('uq_venues_collective_id_folded_name'))
    )
    with op.batch_alter_table('venues', schema=None) as batch_op:
        batch_op.create_index('ix_venues_directory', ['collective_id', 'state', 'folded_name'], unique=False)
        batch_op.create_index(batch_op.f('ix_venues_market_id'), ['market_id'], unique=False)

    op.create_table('applications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('applicant', sa.String(length=120), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('motivation', sa.Text(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_applications_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_applications')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_applications_token_hash')),
    sa.UniqueConstraint('venue_id', name=op.f('uq_applications_venue_id'))
    )
    op.create_table('assessments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('charter_version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('finding', sa.Enum('yes', 'partly', 'no', 'unknown', name='finding', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('assessed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_assessments_author_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_assessments_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessments'))
    )
    with op.batch_alter_table('assessments', schema=None) as batch_op:
        batch_op.create_index('ix_assessments_latest', ['venue_id', 'code', 'id'], unique=False)

    op.create_table('interests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('nature', sa.String(length=200), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_interests_member_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_interests_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interests'))
    )
    with op.batch_alter_table('interests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interests_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interests_venue_id'), ['venue_id'], unique=False)

    op.create_table('venue_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('by_member_id', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_member_id'], ['members.id'], name=op.f('fk_venue_answers_by_member_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_venue_answers_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue_answers'))
    )
    with op.batch_alter_table('venue_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_venue_answers_venue_id'), ['venue_id'], unique=False)

    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'done', 'cancelled', name='visitstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('charter_version', sa.Integer(), nullable=False),
    sa.Column('strengths', sa.Text(), nullable=False),
    sa.Column('weaknesses', sa.Text(), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['planned_by_id'], ['members.id'], name=op.f('fk_visits_planned_by_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_visits_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_venue_id'), ['venue_id'], unique=False)

    op.create_table('accreditations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('granted', 'renewed', 'suspended', 'reinstated', 'revoked', 'declined', name='accreditationact', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('charter_version', sa.Integer(), nullable=False),
    sa.Column('criteria_met', sa.Integer(), nullable=False),
    sa.Column('rates', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('criteria_met >= 0', name=op.f('ck_accreditations_criteria_not_negative')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_accreditations_ends_after_start')),
    sa.CheckConstraint('number > 0', name=op.f('ck_accreditations_number_from_one')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_accreditations_decision_id')),
    sa.ForeignKeyConstraint(['venue_id'], ['venues.id'], name=op.f('fk_accreditations_venue_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditations')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_accreditations_decision_id')),
    sa.UniqueConstraint('venue_id', 'number', name=op.f('uq_accreditations_venue_id_number'))
    )
    op.create_table('visitors',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('producer', 'eater', name='visitorpart', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noted_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_visitors_member_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['members.id'], name=op.f('fk_visitors_noted_by_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visitors_visit_id')),
    sa.PrimaryKeyConstraint('visit_id', 'member_id', name=op.f('pk_visitors'))
    )
    for statement in triggers("accreditations", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('visitors')
    op.drop_table('accreditations')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_venue_id'))

    op.drop_table('visits')
    with op.batch_alter_table('venue_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_venue_answers_venue_id'))

    op.drop_table('venue_answers')
    with op.batch_alter_table('interests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interests_venue_id'))
        batch_op.drop_index(batch_op.f('ix_interests_member_id'))

    op.drop_table('interests')
    with op.batch_alter_table('assessments', schema=None) as batch_op:
        batch_op.drop_index('ix_assessments_latest')

    op.drop_table('assessments')
    op.drop_table('applications')
    with op.batch_alter_table('venues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_venues_market_id'))
        batch_op.drop_index('ix_venues_directory')

    op.drop_table('venues')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION accreditations_is_append_only()")
