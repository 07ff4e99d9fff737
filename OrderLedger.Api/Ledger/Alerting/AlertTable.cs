using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>
/// The table of alerts. An alert is opened in one transaction with all that tells of it: the mails, and the recorded action that webhooks
/// carry. A second server, or the same one after a restart, finds it open and tells nothing.
/// </summary>
public sealed class AlertTable(NpgsqlDataSource database)
{
    /// <summary>How long an alert is kept after it ended.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(90);

    private const string Columns = "id, store, kind, subject, text, link, opened_at, closed_at";

    private static readonly Sender Server = new("server", "alerts");

    private readonly Actions actions = new(database);

    /// <summary>The alerts of a store that last, oldest first.</summary>
    public Task<List<Alert>> Open(string store, CancellationToken stop) => database.Query(Read,
        $"select {Columns} from ledger.ol_alert where store = $1 and closed_at is null order by opened_at, id", stop, In(store));

    /// <summary>Opens what is new and closes what ended, of one store. Tells each once, whoever else does the same now.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="begun">What is wrong and has no open alert.</param>
    /// <param name="ended">Open alerts of what is wrong no longer.</param>
    /// <param name="mailsOf">Makes the mails that tell what was opened.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    public Task Change(string store, IReadOnlyCollection<Wrong> begun, IReadOnlyCollection<Alert> ended,
        Func<IReadOnlyList<Wrong>, IReadOnlyList<Mail>> mailsOf, CancellationToken stop) =>
        actions.RecordAll(Server, async (connection, inTime) =>
        {
            var opened = await connection.Rows(Read,
                $"""
                 insert into ledger.ol_alert (id, store, kind, subject, text, link)
                 select gen_random_uuid(), $1, kind, subject, text, link from unnest($2, $3, $4, $5) as w (kind, subject, text, link)
                 on conflict do nothing returning {Columns}
                 """, inTime, In(store), Column(begun, w => w.Kind), Column(begun, w => w.Subject), Column(begun, w => w.Text),
                Column(begun, w => w.Link));
            var closed = await connection.Rows(Read,
                $"update ledger.ol_alert set closed_at = now() where id = any($1) and closed_at is null returning {Columns}", inTime,
                Column(ended, a => a.Id));
            await MailTable.Add(connection, mailsOf([.. opened.Select(a => a.Wrong)]), inTime);
            return [.. closed.Select(a => Told(ActionTypes.AlertClosed, a)), .. opened.Select(a => Told(ActionTypes.AlertOpened, a))];
        }, stop);

    /// <summary>Ends the alerts of all stores but these, and tells nobody: nobody wants to be told.</summary>
    public Task ForgetOthers(IReadOnlyCollection<string> stores, CancellationToken stop) => database.Execute(
        "update ledger.ol_alert set closed_at = now() where closed_at is null and store <> all($1)", stop, In(stores.ToArray()));

    /// <summary>Forgets alerts that ended long ago.</summary>
    public Task<int> Sweep(CancellationToken stop) => database.Execute(
        "delete from ledger.ol_alert where closed_at < now() - $1", stop, In(AgeMax));

    private static AdminAction Told(string type, Alert alert) => new(alert.Store, type, AdminAction.Facts(
        ("alert", alert.Id.ToString()), ("kind", alert.Wrong.Kind), ("subject", alert.Wrong.Subject), ("text", alert.Wrong.Text),
        ("link", alert.Wrong.Link), ("opened_at", alert.OpenedAt.ToString("O", CultureInfo.InvariantCulture))));

    private static Alert Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1),
        new(r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)), r.GetFieldValue<DateTimeOffset>(6))
    {
        ClosedAt = r.NullableValue<DateTimeOffset>(7),
    };
}
