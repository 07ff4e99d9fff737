namespace OrderLedger.Api.Storage.Embedded;

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
        foreach (var (right, prefix) in Ways(account))
        {
            var tried = await Commands.Run([.. prefix, .. Probe(options, binaries)], stop);
            if (tried.Code != 0)
            {
                refusals.Add(tried.Output);
                continue;
            }
            if (right.Length > 0)
                options.Say($"User {account.Name} cannot enter {options.DataDirectory}, so PostgreSQL runs with the right {right}; "
                    + "a folder it can enter, set by OrderLedger__DataDirectory, needs none");
            return new(account.Name, $"{account.Uid}:{account.Gid}", prefix);
        }
        throw new PostgresNotStartedException($"PostgreSQL does not run as root, and as user {account.Name} it cannot use "
            + $"{options.DataDirectory} ({refusals[0]}): set OrderLedger__DataDirectory to a folder that user can enter.");
    }

    public IEnumerable<string> Command(params IEnumerable<string> words) => [.. Prefix, .. words];

    public Task Own(string path, CancellationToken stop) =>
        IsOurselves ? Task.CompletedTask : Commands.Must(["chown", "-h", Ids, path], stop);

    // Least first. The rights only let it pass the closed folder above its own; the data stays its own, mode 0700.
    private static IEnumerable<(string Right, string[] Prefix)> Ways(Account account)
    {
        string[] plain = ["setpriv", $"--reuid={account.Uid}", $"--regid={account.Gid}", "--clear-groups"];
        return
        [
            ("", plain),
            ("dac_read_search", [.. plain, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]),
            ("dac_override", [.. plain, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]),
            ("", ["runuser", "-u", account.Name, "--"]),
        ];
    }

    private static string[] Probe(EmbeddedPostgresOptions options, PostgresBinaries binaries) =>
        ["sh", "-c", "cd -- \"$1\" && exec \"$2\" --version", "probe", options.DataDirectory, binaries.Postgres];
}
