using System.Text.Json.Serialization.Metadata;
using NpgsqlTypes;
using OrderLedger.Api.Ledger.Copying;
using Weasel.Postgresql;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>One column of a table: its name, and how a row's value travels, as one element of an array parameter or in a COPY.</summary>
internal sealed class Column<TRow>(string name, Action<ICommandBuilder, IReadOnlyCollection<TRow>> send, Action<CopyRows, TRow> copy)
{
    public string Name { get; } = name;

    /// <summary>Of a row that is there already: whether the column takes the new value.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The value as it is inserted, where that is not the parameter's element itself.</summary>
    public string Select { get; init; } = name;

    /// <summary>The value that a row that is there already takes; <c>was</c> is that row.</summary>
    public string Set { get; init; } = $"excluded.{name}";

    public void Send(ICommandBuilder sql, IReadOnlyCollection<TRow> rows) => send(sql, rows);

    public void Copy(CopyRows to, TRow row) => copy(to, row);

    /// <summary>The same column of a row that holds this one.</summary>
    public Column<TOuter> Of<TOuter>(Func<TOuter, TRow> row) =>
        new(Name, (sql, rows) => send(sql, [.. rows.Select(row)]), (to, outer) => copy(to, row(outer)));
}

/// <summary>The kinds of columns that the ledger's own tables and its documents have.</summary>
internal static class Column
{
    public static Column<TRow> Text<TRow>(string name, Func<TRow, string?> value, bool isFixed = false) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Text(value(row))) { IsFixed = isFixed };

    public static Column<TRow> Number<TRow>(string name, Func<TRow, long> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Number(value(row)));

    public static Column<TRow> Flag<TRow>(string name, Func<TRow, bool> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Flag(value(row)));

    public static Column<TRow> Time<TRow>(string name, Func<TRow, DateTimeOffset?> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Time(value(row)));

    public static Column<TRow> Duration<TRow>(string name, Func<TRow, TimeSpan?> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Duration(value(row)));

    public static Column<TRow> Id<TRow>(string name, Func<TRow, Guid> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Id(value(row)));

    public static Column<TRow> Binary<TRow>(string name, Func<TRow, byte[]?> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Binary(value(row)));

    /// <summary>A JSON document that is already text.</summary>
    public static Column<TRow> Json<TRow>(string name, Func<TRow, string?> value) => new(
        name, (sql, rows) => sql.AppendParameter(Values(rows, value), NpgsqlDbType.Array | NpgsqlDbType.Jsonb),
        (to, row) => to.Json(value(row)));

    public static Column<TRow> Json<TRow, T>(string name, Func<TRow, T> value, JsonTypeInfo<T> type) => new(
        name, (sql, rows) =>
            sql.AppendParameter(Values(rows, r => JsonSerializer.Serialize(value(r), type)), NpgsqlDbType.Array | NpgsqlDbType.Jsonb),
        (to, row) => to.Json(value(row), type));

    /// <summary>A tsvector of the words of a text that are separated by one space.</summary>
    public static Column<TRow> Words<TRow>(string name, Func<TRow, string> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), (to, row) => to.Words(value(row)))
        { Select = $"array_to_tsvector(string_to_array({name}, ' '))" };

    /// <summary>Part of the key of a table of sums, which no COPY fills.</summary>
    public static Column<TRow> Day<TRow>(string name, Func<TRow, DateOnly> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), NoCopy);

    /// <summary>A count that rows add to.</summary>
    public static Column<TRow> Sum<TRow>(string name, Func<TRow, long> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), NoCopy) { Set = $"was.{name} + excluded.{name}" };

    /// <summary>An amount that rows add to. It keeps no trailing zeros, so that it does not depend on what came and went.</summary>
    public static Column<TRow> Sum<TRow>(string name, Func<TRow, decimal> value) => new(name, (sql, rows) => Send(sql, rows, value), NoCopy)
    {
        Select = $"trim_scale({name})",
        Set = $"trim_scale(was.{name} + excluded.{name})",
    };

    /// <summary>A time of which the latest is kept.</summary>
    public static Column<TRow> Latest<TRow>(string name, Func<TRow, DateTimeOffset> value) =>
        new(name, (sql, rows) => Send(sql, rows, value), NoCopy) { Set = $"greatest(was.{name}, excluded.{name})" };

    private static void Send<TRow, T>(ICommandBuilder sql, IReadOnlyCollection<TRow> rows, Func<TRow, T> value) =>
        sql.AppendParameter(Values(rows, value));

    private static T[] Values<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> value)
    {
        var values = new T[rows.Count];
        var i = 0;
        foreach (var row in rows)
            values[i++] = value(row);
        return values;
    }

    private static void NoCopy<TRow>(CopyRows to, TRow row) => throw new NotSupportedException("Sums are added to, not copied.");
}
