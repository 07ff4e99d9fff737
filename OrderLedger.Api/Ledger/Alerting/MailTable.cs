using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>
/// The table of mails. A mail is written in the transaction of what it tells, and sent afterwards: at least once, however often a server
/// ends or the mail server is away.
/// </summary>
public sealed class MailTable(NpgsqlDataSource database)
{
    /// <summary>How long a mail belongs to the process that claimed it. Longer than any attempt.</summary>
    public static readonly TimeSpan ClaimMax = TimeSpan.FromMinutes(10);

    /// <summary>How long a mail is kept that no longer waits.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(7);

    private const string Columns = "id, store, address, title, text, state, attempts, due_at, until, made_at, tried_at, answer";

    /// <summary>Claims the mail that is due the longest; null when none is.</summary>
    public async Task<Mail?> Claim(CancellationToken stop) => (await database.Query(Read,
        $"""
         update ledger.ol_mail set due_at = now() + $1, attempts = attempts + 1, tried_at = now()
          where id = (select id from ledger.ol_mail where state = 'waiting' and due_at <= now() order by due_at limit 1 for update skip locked)
         returning {Columns}
         """, stop, In(ClaimMax))).SingleOrDefault();

    /// <summary>Notes what came of an attempt; the pause is until the next one, while it waits.</summary>
    public Task Mark(Mail tried, TimeSpan pause, CancellationToken stop) => database.Execute(
        "update ledger.ol_mail set state = $2, answer = $3, due_at = now() + $4 where id = $1", stop, In(tried.Id), In(tried.State),
        In(tried.Answer), In(pause));

    /// <summary>The newest mails of a store.</summary>
    public Task<List<Mail>> Newest(string store, int count, CancellationToken stop) => database.Query(Read,
        $"select {Columns} from ledger.ol_mail where store = $1 order by made_at desc, id desc limit $2", stop, In(store), In(count));

    /// <summary>Forgets mails that no longer wait.</summary>
    public Task<int> Sweep(CancellationToken stop) => database.Execute(
        "delete from ledger.ol_mail where state <> 'waiting' and tried_at < now() - $1", stop, In(AgeMax));

    internal static Task Add(NpgsqlConnection connection, IReadOnlyCollection<Mail> mails, CancellationToken stop) => connection.Execute(
        """
        insert into ledger.ol_mail (id, store, address, title, text, until)
        select * from unnest($1, $2, $3, $4, $5, $6)
        """, stop, Column(mails, m => m.Id), Column(mails, m => m.Store), Column(mails, m => m.Address), Column(mails, m => m.Title),
        Column(mails, m => m.Text), Column(mails, m => m.Until));

    private static Mail Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4))
    {
        State = r.GetString(5),
        Attempts = r.GetInt32(6),
        DueAt = r.GetFieldValue<DateTimeOffset>(7),
        Until = r.GetFieldValue<DateTimeOffset>(8),
        MadeAt = r.GetFieldValue<DateTimeOffset>(9),
        TriedAt = r.NullableValue<DateTimeOffset>(10),
        Answer = r.Nullable<string>(11),
    };
}
