using System.Buffers;
using System.Text.Unicode;

namespace OrderLedger.Api.Http;

/// <summary>
/// A request body read whole, with the JSON object it holds, or what is wrong with it. Strict: one object, no comments, no duplicate
/// members, at most 48 deep, at most 1 MiB. What PostgreSQL's jsonb would refuse later is mended; <c>Notes</c> say so.
/// </summary>
public sealed record JsonBody(byte[] Raw, JsonElement Json, BodyFault? Fault)
{
    /// <summary>Most bytes taken, 1 MiB.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>
    /// Deepest nesting taken: with all that is put around it to be stored and shown it stays below the 64 every reader
    /// takes.
    /// </summary>
    public const int DepthMax = 48;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>No body at all, where a route takes that for an empty object.</summary>
    public static readonly JsonBody Empty = new([], default, null);

    /// <summary>Sentences on what was mended.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The answer to a body that cannot be read, where no vendor prints a shape.</summary>
    public IResult? Problem => Fault is { } fault ? Http.Problem.Of(fault.Status, fault.Error) : null;

    public static async Task<JsonBody> Read(HttpRequest request, CancellationToken stop) => Read(request, await Bytes(request, stop));

    /// <summary>The object in the bytes that the request carried.</summary>
    public static JsonBody Read(HttpRequest request, byte[] raw) =>
        Unacceptable(request) is { } unacceptable ? new(raw, default, unacceptable) : Parse(raw);

    /// <summary>The object in bytes whose type is already known.</summary>
    public static JsonBody Parse(byte[] raw)
    {
        try
        {
            var text = raw.AsSpan();
            if (text.StartsWith(ByteOrderMark))
                text = text[ByteOrderMark.Length..];
            if (!Utf8.IsValid(text))
                return new(raw, default, Bad("The body is not valid UTF-8."));
            var json = JsonElement.Parse(text, Strict);
            if (json.ValueKind != JsonValueKind.Object)
                return new(raw, default, Bad($"The body must be a JSON object, not {Named(json.ValueKind)}."));
            return JsonMending.Mended(text) is { } mended
                ? new(raw, JsonElement.Parse(mended, Strict), null) { Notes = [JsonMending.Note] }
                : new(raw, json, null);
        }
        catch (JsonException e)
        {
            return new(raw, default, Bad(raw.Length == 0 ? "The body is empty. Send a JSON object."
                : $"The body is not valid JSON: {Reason(e)}"));
        }
    }

    /// <summary>The bytes as received, up to <see cref="BytesMax"/>; on a route that takes more, what its proof has read.</summary>
    /// <exception cref="BadHttpRequestException">413: the body is larger.</exception>
    public static async Task<byte[]> Bytes(HttpRequest request, CancellationToken stop)
    {
        if (request.HttpContext.Features.Get<Received>() is { } received)
            return received.Body;
        if (request.ContentLength > BytesMax)
            throw new BadHttpRequestException($"The body is larger than {BytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(stop);
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                request.HttpContext.Features.Set(new Received(bytes));
                return bytes;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static BodyFault? Unacceptable(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return new(415, "A compressed body is not taken. Send it without Content-Encoding.");
        }
        if (string.IsNullOrEmpty(request.ContentType) || IsJson(request.ContentType))
            return null;
        request.HttpContext.Response.Headers["Accept-Patch"] = "application/json";
        return new(415, "Send the body as application/json in UTF-8.");
    }

    // Some senders write the header twice, or the charset without its hyphen. JSON is UTF-8 whatever they say of it (RFC 8259, 8.1), so
    // only a charset that is another one is refused.
    private static bool IsJson(string contentType)
    {
        var parts = contentType.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && IsJsonType(parts[0]) && parts.Skip(1).All(part => part.IndexOf('=') is >= 0 and var equals
            ? !part[..equals].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase) || IsUtf8(part[(equals + 1)..].Trim().Trim('"'))
            : IsJsonType(part));
    }

    private static bool IsJsonType(string type) => type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || (type.Contains('/') && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static bool IsUtf8(string charset) => charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    private static BodyFault Bad(string error) => new(400, error);

    private static string Named(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    // The parser's own sentence, without the C# advice that some of them end with.
    private static string Reason(JsonException e)
    {
        var sentence = new StringBuilder(e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.')).Append('.');
        return e.LineNumber is { } line ? sentence.Append(System.Globalization.CultureInfo.InvariantCulture,
            $" Line {line + 1}, byte {e.BytePositionInLine + 1}.").ToString() : sentence.ToString();
    }
}

/// <summary>A body that cannot be read: the HTTP status, and a sentence for its sender.</summary>
public sealed record BodyFault(int Status, string Error);

/// <summary>The body of a request as it was received, left for the inbox of refused pushes; of one that was too large the head.</summary>
internal sealed record Received(byte[] Body)
{
    /// <summary>Bytes of the whole body.</summary>
    public long Length { get; init; } = Body.Length;

    public bool IsCut => Length > Body.Length;
}
