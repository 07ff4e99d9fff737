using System.CommandLine;

namespace OrderLedger.Api.Cli;

/// <summary>completion: a script that lets a shell complete verbs and options. It asks the program itself for what may follow.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # eval "$(orderledger completion bash)"
        _orderledger() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("$1" "[suggest:$((COMP_POINT - ${#1} - 1))]" "${COMP_LINE#* }" 2>/dev/null)" -- "$2"))
        }
        complete -o default -F _orderledger orderledger OrderLedger.Api
        """;

    private const string Zsh = """
        # eval "$(orderledger completion zsh)"
        _orderledger() { compadd -- ${(f)"$("$words[1]" "[suggest]" "${words[2,-1]}" 2>/dev/null)"} }
        compdef _orderledger orderledger OrderLedger.Api
        """;

    private const string Fish = """
        # orderledger completion fish | source
        complete -c orderledger -f -a '(orderledger "[suggest]" (string split -m1 " " -- (commandline -cp))[2] 2>/dev/null)'
        """;

    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        var verb = new Command("completion", "Prints a script that lets a shell complete verbs and options.") { shell };
        verb.SetAction(call =>
        {
            var script = call.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => null };
            if (script is null)
            {
                Console.Error.WriteLine("completion takes bash, zsh or fish.");
                return 2;
            }
            Console.WriteLine(script);
            return 0;
        });
        return verb;
    }
}
