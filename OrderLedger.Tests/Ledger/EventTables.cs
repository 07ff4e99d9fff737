using OrderLedger.Api.Ledger;

namespace OrderLedger.Tests.Ledger;

/// <summary>Marten 9 opens these tables; one column or index more or less and it would change them.</summary>
public class EventTables(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Theory]
    [InlineData("mt_streams", """
        tenant_id character varying not null default '*DEFAULT*'::character varying
        id character varying not null
        type character varying
        version bigint
        timestamp timestamp with time zone not null default now()
        created timestamp with time zone not null default now()
        is_archived boolean default false
        """)]
    [InlineData("mt_events", """
        seq_id bigint not null
        id uuid not null
        stream_id character varying
        version bigint not null
        data jsonb not null
        bdata bytea
        type character varying(500) not null
        timestamp timestamp with time zone not null
        tenant_id character varying default '*DEFAULT*'::character varying
        mt_dotnet_type character varying
        correlation_id character varying
        causation_id character varying
        headers jsonb
        user_name character varying
        is_archived boolean default false
        """)]
    [InlineData("mt_event_progression", """
        name character varying not null
        last_seq_id bigint
        last_updated timestamp with time zone default transaction_timestamp()
        """)]
    public async Task They_have_these_columns_and_no_other(string table, string columns)
    {
        (await Rows($"""
            select concat_ws(' ', attname, format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                             'default ' || pg_get_expr(adbin, adrelid))
              from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
             where attrelid = 'ledger.{table}'::regclass and attnum > 0 and not attisdropped order by attnum
            """)).ShouldBe(columns.Split('\n'));
    }

    [Theory]
    [InlineData("mt_streams", "pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)")]
    [InlineData("mt_events",
        "fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES ledger.mt_streams(tenant_id, id)",
        "pkey_mt_events_seq_id PRIMARY KEY (seq_id)")]
    [InlineData("mt_event_progression", "pk_mt_event_progression PRIMARY KEY (name)")]
    public async Task They_have_these_constraints_and_no_other(string table, params string[] constraints)
    {
        // PostgreSQL 18 lists "not null" among the constraints too.
        (await Rows($"""
            select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
             where conrelid = 'ledger.{table}'::regclass and contype <> 'n' order by conname
            """)).ShouldBe(constraints);
    }

    [Theory]
    [InlineData("mt_streams", "CREATE UNIQUE INDEX pkey_mt_streams_tenant_id_id ON ledger.mt_streams USING btree (tenant_id, id)")]
    [InlineData("mt_events",
        "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON ledger.mt_events USING btree (tenant_id, stream_id, version)",
        "CREATE UNIQUE INDEX pkey_mt_events_seq_id ON ledger.mt_events USING btree (seq_id)")]
    [InlineData("mt_event_progression",
        "CREATE UNIQUE INDEX pk_mt_event_progression ON ledger.mt_event_progression USING btree (name)")]
    public async Task They_have_these_indexes_and_no_other(string table, params string[] indexes)
    {
        (await Rows($"""
            select indexdef from pg_indexes where schemaname = 'ledger' and tablename = '{table}' order by indexname collate "C"
            """)).ShouldBe(indexes);
    }

    [Fact]
    public async Task They_take_their_numbers_from_a_sequence_of_their_own() =>
        (await ledger.Ask<string>("select pg_get_serial_sequence('ledger.mt_events', 'seq_id')")).ShouldBe("ledger.mt_events_sequence");

    [Fact]
    public async Task They_have_no_triggers_of_ours() => (await Rows("""
        select tgname from pg_trigger where not tgisinternal and tgrelid::regclass::text like 'ledger.mt\_%'
        """)).ShouldBeEmpty();

    private Task<List<string>> Rows(string sql) => ledger.Sql.Query(r => r.GetString(0), sql, CancellationToken.None);
}
