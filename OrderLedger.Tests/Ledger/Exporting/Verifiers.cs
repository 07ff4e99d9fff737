using System.Diagnostics;
using OrderLedger.Api.Ledger.Proving.Offline;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>The two programs that verify a file. They have to say the same.</summary>
internal static class Verifiers
{
    /// <summary>The findings of both, the first of them word for word the same.</summary>
    /// <param name="file">The export.</param>
    /// <param name="folder">Holds the checkpoint as "note" and the keys as "key".</param>
    /// <param name="anchor">The folder of the proof, or null.</param>
    public static async Task<IReadOnlyList<string>> Agree(string file, string folder, string? anchor)
    {
        var (note, keys) = (Path.Combine(folder, "note"), Path.Combine(folder, "key"));
        var python = await Python.Run(Path.Combine("tools", "verify_export.py"),
            ["--export", file, "--checkpoint", note, "--key", keys, .. anchor is null ? Array.Empty<string>() : ["--anchor", anchor]]);
        var proof = OfflineProof.Read(await File.ReadAllTextAsync(note), await File.ReadAllTextAsync(keys), anchor);
        var verdict = await OfflineVerify.Run(file, proof, _ => { }, CancellationToken.None);

        python.ExitCode.ShouldBe(verdict.Count == 0 ? 0 : 1, python.Out + python.Error);
        if (verdict.Count > 0)
            python.Out.Split('\n')[0].ShouldBe(verdict.Findings[0], python.Out);
        else
            python.Out.ShouldStartWith($"{verdict.Events} events verified.");
        return verdict.Findings;
    }
}

/// <summary>Programs in Python, as users run them.</summary>
internal static class Python
{
    public static async Task<(int ExitCode, string Out, string Error)> Run(string file, string[] arguments, string? input = null)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.Root,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        foreach (var word in arguments.Prepend(file))
            start.ArgumentList.Add(word);
        using var process = Started(start);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        (await complained).ShouldNotContain("openssl is missing", Case.Sensitive,
            "openssl is missing on this machine: install the package openssl.");
        return (process.ExitCode, await said, await complained);
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("python3 is missing on this machine: install the package python3.", missing);
        }
    }
}
