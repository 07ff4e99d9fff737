using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Forgets idempotency rows after their retention, a bounded number at a time so that no push waits for it, until none is left.
/// </summary>
public sealed class IdempotencySweep(NpgsqlDataSource database, TimeSpan retention, ILogger<IdempotencySweep> log)
    : Recurring(TimeSpan.FromMinutes(1))
{
    private const int RowsMax = 5_000;

    /// <summary>A signed request proves itself for ten minutes, and must not be carried out twice in them.</summary>
    private static readonly TimeSpan RetentionMin = TimeSpan.FromMinutes(15);

    public Task<int> Sweep(CancellationToken stop) => database.Execute(
        """
        delete from ledger.ol_idempotency where (store, key) in
               (select store, key from ledger.ol_idempotency where recorded_at < now() - $1 order by recorded_at limit $2)
        """, stop, In(retention > RetentionMin ? retention : RetentionMin), In(RowsMax));

    public override async Task Round(CancellationToken stoppingToken)
    {
        while (await Sweep(stoppingToken) == RowsMax)
        {
            // More than a sweep takes came in a minute.
        }
    }

    protected override void Say(Exception failure) => log.SweepFailed(failure);
}
