using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>
/// The mail server's answer, or why there was none. It may name the address, so it is shown to the store and never logged.
/// </summary>
/// <param name="IsSent">Whether the server took the mail.</param>
/// <param name="Text">Its words, or why there were none.</param>
public sealed record MailAnswer(bool IsSent, string Text)
{
    /// <summary>The server refused this address for good: to try again is of no use.</summary>
    public bool IsFinal { get; init; }

    /// <summary>A word for the log; null where the answer was about this one mail.</summary>
    public string? Trouble { get; init; }
}

/// <summary>Hands a mail to the mail server. Each mail has a connection of its own: there are few.</summary>
public sealed class MailPost(MailSettings settings)
{
    private const int TextMax = 1_000;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    /// <summary>Tries once, and waits up to 30 seconds for each answer of the server. The text is plain.</summary>
    public async Task<MailAnswer> Send(Mail mail, CancellationToken stop)
    {
        try
        {
            using var client = new SmtpClient { Timeout = (int)AnswerMax.TotalMilliseconds };
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Tls switch
            {
                MailTls.StartTls => SecureSocketOptions.StartTls,
                MailTls.Implicit => SecureSocketOptions.SslOnConnect,
                _ => SecureSocketOptions.None,
            }, stop);
            if (settings.User is { } user)
                await client.AuthenticateAsync(user, settings.Password ?? "", stop);
            var answer = await client.SendAsync(Message(mail), stop);
            await Leave(client, stop);
            return new(true, Cut(answer));
        }
        catch (SmtpCommandException refused)
        {
            var isOfAddress = refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted;
            return new(false, Cut($"{(int)refused.StatusCode} {refused.Message}"))
            {
                IsFinal = isOfAddress && (int)refused.StatusCode >= 500,
                Trouble = isOfAddress ? null : $"it answered {(int)refused.StatusCode}",
            };
        }
        catch (Exception failed) when (IsOfTheConnection(failed) && !stop.IsCancellationRequested)
        {
            return new(false, Cut(failed.Message)) { Trouble = Word(failed) };
        }
    }

    private static async Task Leave(SmtpClient client, CancellationToken stop)
    {
        try
        {
            await client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ProtocolException or CommandException)
        {
            // The mail is taken. How the connection ends does not matter.
        }
    }

    private MimeMessage Message(Mail mail)
    {
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage { Subject = mail.Title, Date = mail.MadeAt, MessageId = $"{mail.Id:n}@{from.Domain}" };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(mail.Address));
        // Nobody's holiday notice answers it (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = mail.Text };
        return message;
    }

    private static bool IsOfTheConnection(Exception failed) => failed is SocketException or IOException or ProtocolException
        or AuthenticationException or SslHandshakeException or NotSupportedException or TimeoutException or OperationCanceledException;

    private static string Word(Exception failed) => failed switch
    {
        AuthenticationException => "it does not know the user or the password",
        SslHandshakeException => "its certificate is not trusted, or it speaks no TLS",
        NotSupportedException => "it does not offer what the settings want, e.g. STARTTLS",
        OperationCanceledException or TimeoutException => "it does not answer",
        ProtocolException or IOException => "it broke the connection",
        _ => "it cannot be reached",
    };

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax];
}
