namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// Who runs the server. PostgreSQL refuses root, so under root it is the owner of the cluster, else the user
/// <c>postgres</c>, else <c>nobody</c>; otherwise it is the user who runs this program.
/// </summary>
internal sealed record UnprivilegedUser(string Name, string Ids, IReadOnlyList<string> Prefix)
{
    private static readonly UnprivilegedUser Ourselves = new("", "", []);

    private bool IsOurselves => Prefix.Count == 0;

    public static async Task<UnprivilegedUser> Choose(
        EmbeddedPostgresOptions options, PostgresBinaries binaries, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return Ourselves;
        var account = await Account.Of(options.Cluster, stop) ?? Account.Named("postgres") ?? Account.Named("nobody")
            ?? throw new PostgresNotStartedException("PostgreSQL does not run as root, and this machine has no user postgres or nobody.");

        var refusals = new List<string>();
        foreach (var way in Ways(account))
        {
            var refusal = await Refusal(way, options, binaries, stop);
            if (refusal is null)
                return Go(account, way, options);
            refusals.Add(refusal);
        }
        throw new PostgresNotStartedException($"PostgreSQL does not run as root, and as user {account.Name} it cannot use "
            + $"{options.DataDirectory} with {binaries.Folder} ({refusals[0]}): "
            + "set OrderLedger__DataDirectory to a folder that user can enter.");
    }

    public IEnumerable<string> Command(params IEnumerable<string> words) => [.. Prefix, .. words];

    public Task Own(string path, CancellationToken stop) =>
        IsOurselves ? Task.CompletedTask : Commands.Must(["chown", "-h", Ids, path], stop);

    // Least first. The rights only let it pass the closed folder above its own; the data stays its own, mode 0700.
    private static Way[] Ways(Account account)
    {
        string[] setpriv = ["setpriv", $"--reuid={account.Uid}", $"--regid={account.Gid}", "--clear-groups"];
        return
        [
            new("", setpriv, []),
            new("dac_read_search", setpriv, ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]),
            new("dac_override", setpriv, ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]),
            new("", ["runuser", "-u", account.Name, "--"], []),
        ];
    }

    // The programs must run without the rights: PostgreSQL looks for them with access(2), which does not count those.
    // The shell between, because setpriv itself still has root's rights when it looks for what it starts.
    private static async Task<string?> Refusal(Way way, EmbeddedPostgresOptions options, PostgresBinaries binaries, CancellationToken stop)
    {
        var run = await Commands.Run([.. way.Plain, "sh", "-c", "exec \"$1\" --version", "run", binaries.Postgres], stop);
        if (run.Code != 0)
            return run.Output;
        var enter = await Commands.Run([.. way.Plain, .. way.Rights, "sh", "-c", "cd -- \"$1\"", "enter", options.DataDirectory], stop);
        return enter.Code == 0 ? null : enter.Output;
    }

    private static UnprivilegedUser Go(Account account, Way way, EmbeddedPostgresOptions options)
    {
        if (way.Right.Length > 0)
            options.Say($"User {account.Name} cannot enter {options.DataDirectory}, so PostgreSQL runs with the right {way.Right}; "
                + "a folder it can enter, set by OrderLedger__DataDirectory, needs none");
        return new(account.Name, $"{account.Uid}:{account.Gid}", [.. way.Plain, .. way.Rights]);
    }

    private sealed record Way(string Right, string[] Plain, string[] Rights);
}
