using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Pushes.Imports;

/// <summary>Counts the lines of a file by what came of them, or would, and names the first of those that were refused.</summary>
internal sealed class FileReport
{
    /// <summary>Refusals that are kept to be shown.</summary>
    private const int ShownMax = 20;

    private readonly List<string> refusals = [];

    public long Registered { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

    public long Stale { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Lines of which a member was left out.</summary>
    public long Noted { get; private set; }

    public IReadOnlyList<string> Refusals => refusals;

    public long Lines => Registered + Changed + Unchanged + Stale + Refused;

    public void Count(OutcomeKind kind, bool isNoted)
    {
        _ = kind switch
        {
            OutcomeKind.Registered => Registered++,
            OutcomeKind.Changed => Changed++,
            OutcomeKind.Stale => Stale++,
            _ => Unchanged++,
        };
        if (isNoted)
            Noted++;
    }

    public void Refuse(long line, string why)
    {
        Refused++;
        if (refusals.Count < ShownMax)
            refusals.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {line}: {why}"));
    }
}

/// <summary>Takes the orders of a file into the ledger, or only says what would come of it.</summary>
/// <param name="store">Whose orders they are.</param>
/// <param name="read">Reads an order in the shape it has.</param>
internal sealed class FileImport(Store store, Func<JsonElement, ReportedOrder> read)
{
    /// <summary>Submissions on their way at once; well below the writer's queue.</summary>
    private const int UnderWayMax = 2_000;

    private readonly Rules rules = store.RulesFor(store.Vocabulary);
    private readonly FileReport report = new();

    /// <summary>Submits each order in the order of the lines.</summary>
    public async Task<FileReport> Run(IAsyncEnumerable<OrderRow> rows, LedgerWriter writer, Action<long> told, CancellationToken stop)
    {
        var underWay = new Queue<(long Line, Task<Answer> Answer)>();
        await foreach (var row in rows.WithCancellation(stop))
        {
            if (Understood(row) is not { } order)
                continue;
            var sender = new Sender("import", "import") { Notes = [.. row.Notes, .. order.Notes] };
            underWay.Enqueue((row.Line, writer.Submit(new(new(store.Name, order.OrderId), order.Request, rules, sender), stop)));
            while (underWay.Count >= UnderWayMax)
                await Count(underWay.Dequeue());
            told(report.Lines);
        }
        while (underWay.TryDequeue(out var last))
            await Count(last);
        return report;
    }

    /// <summary>
    /// Decides each order against the ledger as it is, and writes nothing. Of an order on several lines each is judged by itself.
    /// </summary>
    public async Task<FileReport> Rehearse(IAsyncEnumerable<OrderRow> rows, LedgerReader ledger, Action<long> told, CancellationToken stop)
    {
        await foreach (var row in rows.WithCancellation(stop))
        {
            if (Understood(row) is not { } order)
                continue;
            var known = await ledger.WithDetails(new(store.Name, order.OrderId), stop);
            switch (Decide.On(known?.Order, known?.Details, order.Request, rules, DateTimeOffset.UtcNow))
            {
                case Decision.Accepted accepted:
                    var isNoted = row.Notes.Count + order.Notes.Count + accepted.Notes.Count > 0;
                    report.Count(Outcome.KindOf(accepted.Events, isNew: known is null), isNoted);
                    break;
                case Decision.Refused refused:
                    report.Refuse(row.Line, Refusals.Sentence(refused.Why));
                    break;
            }
            told(report.Lines);
        }
        return report;
    }

    private ReportedOrder? Understood(OrderRow row)
    {
        var order = row.Fault is { } unread ? ReportedOrder.Wrong(unread) : read(row.Order);
        if (order.Fault is not { } fault)
            return order;
        report.Refuse(row.Line, fault);
        return null;
    }

    private async Task Count((long Line, Task<Answer> Answer) one)
    {
        switch (await one.Answer)
        {
            case Answer.Done { Outcome: var outcome }:
                report.Count(outcome.Kind, outcome.Notes is not null);
                break;
            case Answer.Refused refused:
                report.Refuse(one.Line, Refusals.Sentence(refused.Why));
                break;
        }
    }
}
