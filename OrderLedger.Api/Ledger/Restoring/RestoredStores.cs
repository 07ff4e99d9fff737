using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Proving.Offline;

namespace OrderLedger.Api.Ledger.Restoring;

/// <summary>
/// The stores of a ledger, from the actions that made and changed them. Secrets are in no export: keys and webhook secrets are made anew.
/// </summary>
internal sealed class RestoredStores
{
    private readonly Dictionary<string, Dictionary<string, string>> facts = [];
    private readonly Dictionary<string, DateTimeOffset> removed = [];

    public void Add(ExportedEvent action)
    {
        if (action.Subject.Type == ActionTypes.StoreRemoved)
            removed[action.Stream.OrderId] = action.Subject.At;
        if (action.Subject.Type is not (ActionTypes.StoreMade or ActionTypes.StoreChanged))
            return;
        var known = facts.TryGetValue(action.Stream.OrderId, out var before) ? before : facts[action.Stream.OrderId] = [];
        foreach (var fact in action.Data.EnumerateObject())
            if (fact.Name.EndsWith(".to", StringComparison.Ordinal))
                known[fact.Name[..^3]] = fact.Value.GetString()!;
            else if (!fact.Name.Contains('.'))
                known[fact.Name] = fact.Value.GetString()!;
    }

    /// <summary>In the connection's transaction. That they were made is recorded already.</summary>
    public async Task Insert(NpgsqlConnection connection, CancellationToken stop)
    {
        foreach (var (name, known) in facts.Where(s => s.Value.ContainsKey("dialect")))
            await StoreTable.Insert(connection,
                StoreFacts.Read(name, known) with { RemovedAt = removed.TryGetValue(name, out var at) ? at : null }, stop);
    }
}
