using Npgsql;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>Everything docs/marten.md promises and forbids a Marten, as far as it shows without one.</summary>
public class AMarten(Roles roles, HandmadeLedger ledger) : IClassFixture<Roles>, IClassFixture<HandmadeLedger>
{
    [Fact]
    public void Is_told_of_every_event() =>
        EventTypes.Names.ShouldAllBe(name => Documents.Text("docs/marten.md").Contains($"AddEventType<{Pascal(name)}>()"));

    [Theory]
    [InlineData("select * from ledger.mt_events join ledger.mt_streams using (tenant_id)")]
    [InlineData("select last_value from ledger.mt_events_sequence")]
    [InlineData("insert into ledger.mt_event_progression (name, last_seq_id) values ('x', 1) on conflict on constraint pk_mt_event_progression do update set last_seq_id = 2")]
    [InlineData("create table reporting.mt_doc_foldedorder (id varchar primary key, data jsonb)")]
    public async Task May_do_what_it_needs(string statement) => (await Roles.Refusal(roles.Marten, statement)).ShouldBeNull();

    [Theory]
    [InlineData("insert into ledger.mt_events (seq_id) values (1)")]
    [InlineData("update ledger.mt_streams set is_archived = true")]
    [InlineData("select nextval('ledger.mt_events_sequence')")]
    [InlineData("alter table ledger.mt_events drop column user_name")]
    [InlineData("create table ledger.mt_doc_mine (id varchar)")]
    [InlineData("select * from ledger.ol_key")]
    public async Task May_not_append_nor_change_the_schema(string attempt) =>
        (await Roles.Refusal(roles.Marten, attempt)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task That_appends_all_the_same_is_named_by_verify_and_stops_the_order()
    {
        await ledger.Write(ledger.Register("1"), ledger.Register("2"));
        await ledger.Execute("""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
            values (nextval('ledger.mt_events_sequence'), gen_random_uuid(), '1', 2, '{"text":"from outside"}', 'note_added', now(), 'shop')
            """);

        var answers = await ledger.Write(ledger.Push("1", "processing"), ledger.Push("2", "processing"));

        answers[0].ShouldBeOfType<Answer.Refused>();
        answers[1].ShouldBeOfType<Answer.Done>();
        (await ledger.Faults()).ShouldContain(fault => fault.StartsWith("shop/1: ", StringComparison.Ordinal));
    }

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
