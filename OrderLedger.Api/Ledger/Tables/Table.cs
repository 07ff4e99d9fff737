namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// A table that a projection writes. Its columns stand here once: upserts, COPY and the comparison of verify are made from them.
/// <c>Suffix</c> names the table that a rebuild makes beside the live one.
/// </summary>
internal sealed class Table<TRow>
{
    private readonly IReadOnlyList<string> key;
    private readonly string names;
    private readonly string select;
    private readonly string set;

    /// <param name="name">Without the schema.</param>
    /// <param name="key">The columns of the primary key.</param>
    /// <param name="columns">All columns, those of the key too.</param>
    public Table(string name, IReadOnlyList<string> key, params IReadOnlyList<Column<TRow>> columns)
    {
        (Name, this.key, Columns) = (name, key, columns);
        names = string.Join(", ", columns.Select(c => c.Name));
        select = string.Join(", ", columns.Select(c => c.Select));
        set = string.Join(", ", columns.Where(c => !c.IsFixed && !key.Contains(c.Name)).Select(c => $"{c.Name} = {c.Set}"));
    }

    public string Name { get; }

    public IReadOnlyList<Column<TRow>> Columns { get; }

    /// <summary>The columns of the key, separated by commas.</summary>
    public string Key => string.Join(", ", key);

    /// <summary>The names of all columns, separated by commas.</summary>
    public string Names => names;

    /// <summary>Inserts the rows; one that is there already takes the new values, or is added to where the columns are sums.</summary>
    public BulkOperation Upsert(IReadOnlyCollection<TRow> rows, TableSet tables = default) => BulkOperation.Of(
        $"insert into {tables.Named(Name)} as was ({names}) select {select} from ", Columns, rows,
        $" as r ({names}) on conflict ({Key}) do update set {set}");

    /// <summary>The rows as COPY takes them.</summary>
    public Copying.CopyRows Copied(string into) => new($"copy {into} ({names}) from stdin (format binary)", Columns.Count);

    public void Copy(Copying.CopyRows to, TRow row)
    {
        to.Row();
        foreach (var column in Columns)
            column.Copy(to, row);
    }
}

/// <summary>Which copy of the projections' tables is meant: by default the live one.</summary>
internal readonly record struct TableSet(string? Schema, string? Suffix)
{
    /// <summary>The tables that a rebuild makes beside the live ones.</summary>
    public static readonly TableSet New = new(null, "__new");

    public string Named(string table) => $"{Schema ?? MartenSetup.Schema}.{table}{Suffix}";
}
