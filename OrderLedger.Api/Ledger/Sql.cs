using NpgsqlTypes;

namespace OrderLedger.Api.Ledger;

/// <summary>The few words in which this folder speaks SQL.</summary>
internal static class Sql
{
    // Typed one by one: a "params object[]" would take a lone string[] for the whole list.
    public static NpgsqlParameter In<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A column of values, one per row, for unnest.</summary>
    public static NpgsqlParameter Column<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> value)
    {
        var values = new T[rows.Count];
        var i = 0;
        foreach (var row in rows)
            values[i++] = value(row);
        return In(values);
    }

    public static NpgsqlParameter JsonColumn<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, string?> value)
    {
        var column = Column(rows, value);
        column.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        return column;
    }

    public static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static async Task<List<T>> Query<T>(
        this NpgsqlDataSource database, Func<NpgsqlDataReader, T> read, string sql, CancellationToken stop,
        params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await All(command, read, stop);
    }

    public static async Task<int> Execute(this NpgsqlDataSource database, string sql, CancellationToken stop,
        params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>On this connection and in its transaction, however long it takes.</summary>
    public static async Task<List<T>> Rows<T>(this NpgsqlConnection connection, Func<NpgsqlDataReader, T> read, string sql,
        CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return await All(command, read, stop);
    }

    private static async Task<List<T>> All<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken stop)
    {
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>
    /// On this connection and in its transaction, however long it takes; the first value where there is one and it is a long, else 0.
    /// </summary>
    public static async Task<long> Run(this NpgsqlConnection connection, string sql, CancellationToken stop,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(stop) is long number ? number : 0;
    }

    /// <summary>On this connection and in its transaction; how many rows it touched.</summary>
    public static async Task<int> Execute(this NpgsqlConnection connection, string sql, CancellationToken stop,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public static T? Nullable<T>(this NpgsqlDataReader reader, int column) where T : class =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static T? NullableValue<T>(this NpgsqlDataReader reader, int column) where T : struct =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
