namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// The live server of a cluster, as PostgreSQL's own file <c>postmaster.pid</c> tells it: the one truth about how to
/// reach it that an owner, a guest and the next owner share.
/// </summary>
internal sealed record Postmaster(int Pid, int Port, string Sockets, bool IsReady)
{
    private const int LinesOfReady = 8;

    /// <summary>Null when no server of this cluster lives; a file left by a dead one counts as none.</summary>
    public static Postmaster? Of(string cluster)
    {
        var lines = Lines(cluster);
        if (lines.Length < 2 || !int.TryParse(lines[0], out var pid) || !LiveProcess.Is(pid, lines[1]))
            return null;
        return lines.Length < LinesOfReady
            ? new(pid, 0, "", IsReady: false)
            : new(pid, int.Parse(lines[3]), lines[4], lines[7].Trim() == "ready");
    }

    /// <summary>
    /// Removes the file of a dead server whose id now belongs to another process, or to its own corpse, because
    /// PostgreSQL would take that process for a server and refuse to start. Its shared memory is still checked.
    /// </summary>
    public static void Forget(string cluster)
    {
        if (Of(cluster) is null && Lines(cluster) is [var first, ..] && int.TryParse(first, out var pid) && LiveProcess.Exists(pid))
            File.Delete(PidFile(cluster));
    }

    public string ConnectionString(EmbeddedPostgresOptions options, string database = "orderledger")
    {
        var words = new NpgsqlConnectionStringBuilder { Port = Port, Username = "orderledger", Database = database };
        words.Host = Sockets.Length > 0 ? Sockets : "127.0.0.1";
        if (Sockets.Length == 0)
            words.Password = File.ReadAllText(options.PasswordFile);
        return words.ConnectionString;
    }

    private static string PidFile(string cluster) => Path.Combine(cluster, "postmaster.pid");

    private static string[] Lines(string cluster)
    {
        try
        {
            return File.ReadAllLines(PidFile(cluster));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
