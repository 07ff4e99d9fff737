using System.Data;
using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// An export as it is asked for. With <c>After</c> it goes on behind this place in the ledger, without a first line; <c>BrokenAt</c> is
/// then the size of the checkpoint in the first line, null for the latest.
/// </summary>
public sealed record ExportTask(ExportFormat Format, ExportScope Scope, long? After = null, long? BrokenAt = null)
{
    /// <summary>Told once it is certain what is exported: what is recorded from then on is not part of it.</summary>
    public Func<CancellationToken, Task>? Begun { get; init; }

    /// <summary>This, with the taking of it recorded.</summary>
    internal ExportTask By(Sender by, Actions actions) => this with
    {
        Begun = stop => actions.Record(new(Scope.Store, ActionTypes.ExportTaken, AdminAction.Facts(
            ("format", Format.ToString().ToLowerInvariant()), ("from", Scope.From is { } from ? ExportScope.Spelled(from) : null),
            ("to", Scope.To is { } to ? ExportScope.Spelled(to) : null),
            ("after", After?.ToString(System.Globalization.CultureInfo.InvariantCulture)))), by, stop),
    };
}

/// <summary>How far an export is: events written, and its place in the ledger on the way from the first to the last.</summary>
public readonly record struct Exported(long Events, long At, long First, long Last)
{
    /// <summary>The note of the checkpoint in the first line; null where nothing was signed before.</summary>
    public string? Checkpoint { get; init; }
}

/// <summary>
/// Writes the ledger out as it was at one moment, in constant memory: some thousand places are read while those before them are written.
/// </summary>
public sealed class Exporter(NpgsqlDataSource database)
{
    /// <param name="task">What is exported.</param>
    /// <param name="into">Where it goes; flushed at the end and left open.</param>
    /// <param name="show">Is told after every some thousand places.</param>
    /// <param name="stop">Ends it in the middle of a line.</param>
    /// <returns>How it ended. What lacks its last line was cut off.</returns>
    public async Task<Exported> Run(ExportTask task, Stream into, Action<Exported> show, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var (head, size) = await Head(connection, stop);
        var checkpoint = await CheckpointTable.Latest(connection, stop);
        if (task.Begun is { } begun)
            await begun(stop);
        ExportLines lines = task.Format == ExportFormat.Csv ? new CsvLines() : new NdjsonLines(task.BrokenAt ?? checkpoint?.Size ?? 0);
        var first = task.After ?? 0;
        var now = new Exported(task.After is null ? 0 : await EventsUpto(connection, task.Scope, first, stop), first, first, head);
        if (task.After is null)
            lines.Begin(task.Scope, checkpoint?.Note);

        var reader = new ExportReader(connection, task.Scope, head);
        var rows = await reader.After(first, stop);
        while (rows.Count > 0)
        {
            var next = Task.Run(() => reader.After(reader.At, stop), stop);
            try
            {
                now = now with { Events = now.Events + Write(rows, lines), At = rows[^1].Seq };
                await Send(lines, into, stop);
                show(now);
            }
            finally
            {
                rows = await next;
            }
        }
        lines.End(now.Events, size);
        await Send(lines, into, stop);
        await into.FlushAsync(stop);
        return now with { At = head, Checkpoint = checkpoint?.Note };
    }

    private static int Write(List<ExportRow> rows, ExportLines lines)
    {
        var events = 0;
        foreach (var row in rows)
        {
            lines.Add(row);
            if (row.Asked is not null)
                events++;
        }
        return events;
    }

    private static async Task Send(ExportLines lines, Stream into, CancellationToken stop)
    {
        await into.WriteAsync(lines.Written.WrittenMemory, stop);
        lines.Written.ResetWrittenCount();
    }

    // The first statement: it takes the snapshot.
    private static async Task<(long Seq, long Size)> Head(NpgsqlConnection connection, CancellationToken stop) => (await connection.Rows(
        r => (r.GetInt64(0), r.GetInt64(1)), """
        select coalesce(greatest((select max(seq_id) from ledger.mt_events), (select max(seq_id) from ledger.ol_leaf)), 0),
               coalesce((select place + 1 from ledger.ol_leaf order by seq_id desc limit 1), 0)
        """, stop))[0];

    private static Task<long> EventsUpto(NpgsqlConnection connection, ExportScope scope, long seq, CancellationToken stop) =>
        connection.Run($"""
        select count(*)
          from (select tenant_id, stream_id, timestamp from ledger.mt_events where seq_id <= $1) as recorded
         where {scope.Condition}
        """, stop, In(seq));
}
