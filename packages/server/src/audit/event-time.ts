let second = Number.NaN;
let text = "";

/** CloudTrail's eventTime: whole seconds. @param time epoch milliseconds */
export function eventTime(time: number): string {
  const whole = Math.floor(time / 1000);
  if (whole !== second) {
    text = `${new Date(whole * 1000).toISOString().slice(0, 19)}Z`;
    second = whole;
  }
  return text;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * How the values of times stand in requestParameters and responseElements: `Nov 22, 2026, 6:54:00 AM`, in UTC.
 * Source: the example events of https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 * @param time epoch milliseconds; undefined: no such day
 */
export function valueTime(time: number): string | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const hours = date.getUTCHours();
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  const clock = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}, ${clock} ${hours < 12 ? "AM" : "PM"}`;
}
