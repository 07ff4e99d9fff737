using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage;

/// <summary>Sums as columns for unnest, in the order of the tables' columns.</summary>
internal static class KpiColumns
{
    public static NpgsqlParameter[] Of(IReadOnlyCollection<KeyValuePair<KpiCell, KpiSum>> cells) =>
    [
        Column(cells, k => k.Key.Store), Column(cells, k => k.Key.Day), Column(cells, k => k.Key.Currency),
        Column(cells, k => k.Key.Status), Column(cells, k => k.Key.Phase.Word()),
        Column(cells, k => k.Value.Orders), Column(cells, k => k.Value.Gross), Column(cells, k => k.Value.Refunded),
        Column(cells, k => k.Value.EverCancelled), Column(cells, k => k.Value.EverFailed), Column(cells, k => k.Value.EverRefunded),
    ];

    public static NpgsqlParameter[] Of(IReadOnlyCollection<KeyValuePair<SourceDay, SourceSum>> days) =>
    [
        Column(days, s => s.Key.Store), Column(days, s => s.Key.Day), Column(days, s => s.Key.Source),
        Column(days, s => s.Value.Registered), Column(days, s => s.Value.Changes), Column(days, s => s.Value.Unusual),
        Column(days, s => s.Value.Stale), Column(days, s => s.Value.LastAt),
    ];
}
