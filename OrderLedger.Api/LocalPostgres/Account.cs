namespace OrderLedger.Api.LocalPostgres;

/// <summary>A user of a Unix system with its ids.</summary>
internal sealed record Account(string Name, string Uid, string Gid)
{
    public static Account? Named(string name) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new Account(fields[0], fields[2], fields[3]))
            .FirstOrDefault();

    /// <summary>The owner of this folder, or null when there is no such folder or root owns it.</summary>
    public static async Task<Account?> Of(string folder, CancellationToken stop)
    {
        var said = await Commands.Run(["stat", "-c", "%U %u %g", folder], stop);
        return said.Code == 0 && said.Output.Split(' ') is [var name, var uid, var gid] && uid != "0" ? new(name, uid, gid) : null;
    }
}
