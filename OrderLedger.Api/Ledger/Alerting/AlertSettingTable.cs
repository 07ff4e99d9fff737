using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Alerting;

/// <summary>The table of who is told. A store without a row has the default: nobody.</summary>
public sealed class AlertSettingTable(NpgsqlDataSource database)
{
    private const string Columns = "store, emails, kinds, refused_max, digest_at, digest_day";

    private readonly Actions actions = new(database);

    public Task<List<AlertSetting>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_alert_setting", stop);

    public async Task<AlertSetting> Of(string store, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_alert_setting where store = $1", stop, In(store))).SingleOrDefault() ?? new(store);

    /// <summary>Sets all of it. Recorded without the addresses: what is recorded stays for ever.</summary>
    public Task Set(AlertSetting now, Sender by, CancellationToken stop) => actions.Record(
        new(now.Store, ActionTypes.AlertsChanged, Facts(now)), by, async (connection, inTime) =>
        {
            // An address that was taken out gets nothing more.
            await connection.Execute("delete from ledger.ol_mail where store = $1 and state = 'waiting' and address <> all($2)", inTime,
                In(now.Store), In(now.Emails.ToArray()));
            return await connection.Execute(
                """
                insert into ledger.ol_alert_setting (store, emails, kinds, refused_max, digest_at, digest_day) values ($1, $2, $3, $4, $5, $6)
                on conflict (store) do update set emails = $2, kinds = $3, refused_max = $4, digest_at = $5, digest_day = $6
                """, inTime, In(now.Store), In(now.Emails.ToArray()), In(now.Kinds.ToArray()), In(now.RefusedMax), In(now.DigestAt),
                In(now.DigestDay)) == 1;
        }, stop);

    /// <summary>Makes the mails of a day's digest. False when they were made before, by whichever server.</summary>
    public async Task<bool> Digest(string store, DateOnly day, IReadOnlyList<Mail> mails, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await connection.Execute(
            "update ledger.ol_alert_setting set digest_day = $2 where store = $1 and (digest_day is null or digest_day < $2)", stop, In(store),
            In(day)) == 0)
            return false;
        await MailTable.Add(connection, mails, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    private static Dictionary<string, string> Facts(AlertSetting s) => AdminAction.Facts(
        ("addresses", s.Emails.Count.ToString(CultureInfo.InvariantCulture)), ("kinds", string.Join(',', s.Kinds)),
        ("refused_per_hour", s.RefusedMax.ToString(CultureInfo.InvariantCulture)),
        ("digest", s.DigestAt?.ToString("HH:mm", CultureInfo.InvariantCulture)));

    private static AlertSetting Read(NpgsqlDataReader r) => new(r.GetString(0))
    {
        Emails = r.GetFieldValue<string[]>(1),
        Kinds = r.GetFieldValue<string[]>(2),
        RefusedMax = r.GetInt32(3),
        DigestAt = r.NullableValue<TimeOnly>(4),
        DigestDay = r.NullableValue<DateOnly>(5),
    };
}
