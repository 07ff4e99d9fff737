using System.Globalization;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// Numbers as RFC 8785 (section 3.2.2.3) writes them: as the IEEE double they stand for, in ECMAScript's shortest form.
/// </summary>
public static class CanonicalNumber
{
    /// <summary>A number of so few characters is the same decimal number again when it comes back from a double.</summary>
    private const int ExactLength = 15;

    /// <summary>ECMAScript's form of a double.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static string Of(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentException("RFC 8785 knows no number that is not finite.", nameof(number));
        if (number == 0)
            return "0";
        var (negative, digits, exponent) = Parts(number.ToString("R", CultureInfo.InvariantCulture));
        var point = digits.Length + exponent;
        var text = point switch
        {
            > 21 or <= -6 => $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(point > 0 ? "+" : "")}{point - 1}",
            <= 0 => "0." + new string('0', -point) + digits,
            _ when exponent >= 0 => digits + new string('0', exponent),
            _ => digits[..point] + "." + digits[point..],
        };
        return negative ? "-" + text : text;
    }

    /// <summary>
    /// A JSON number token as it is hashed: RFC 8785's form where that is the same decimal number; else, in quotes, the digits and the
    /// power of ten. So that two numbers that a double cannot tell apart are told apart.
    /// </summary>
    public static string Exact(string token)
    {
        if (token.Length <= ExactLength && token.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
            return token;
        var (negative, digits, exponent) = Parts(token);
        if (digits == "0")
            return "0";
        var number = double.Parse(token, CultureInfo.InvariantCulture);
        if (double.IsFinite(number) && Of(number) is var shortest && Parts(shortest) == new Decimal(negative, digits, exponent))
            return shortest;
        return $"\"{(negative ? "-" : "")}{digits}e{exponent.ToString(CultureInfo.InvariantCulture)}\"";
    }

    private static Decimal Parts(string token)
    {
        var text = token.AsSpan();
        var negative = text[0] == '-';
        if (negative)
            text = text[1..];
        var mantissa = text;
        var exponent = 0;
        if (text.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            mantissa = text[..e];
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }
        var digits = mantissa.ToString();
        if (digits.IndexOf('.') is >= 0 and var point)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? new(false, "0", 0) : new(negative, significant, exponent);
    }

    // The digits have no zeros at either end; the exponent is the power of ten they are to be multiplied by. Zero is "0" and 0.
    private sealed record Decimal(bool Negative, string Digits, int Exponent);
}
