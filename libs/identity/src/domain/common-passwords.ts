// What lists of leaked passwords begin with, as words: digits and signs around them are cut off before looking, and
// digits that stand for letters are read as letters. Single characters, runs of keys and repetitions are found by rule.
const words = `
  password passwort passwords mypassword yourpassword newpassword password1 passwordpassword thepassword
  adminadmin administrator admin adminpassword superadmin rootroot superuser sysadmin
  iloveyou iloveyouu iloveyoubaby iloveyouforever iloveu ilovemyself ilovemyfamily loveyou lovelove loveme mylove
  letmein letmeinnow welcome welcomehome welcomeback changeme changemenow changeit pleasechange
  princess sunshine football baseball basketball superman batman spiderman starwars pokemon dragon monster
  michael jennifer jessica charlie jordan michelle daniel thomas anthony nicole natasha anastasia alexander
  qwerty qwertyuiop qwertyqwerty asdfgh asdfghjkl zxcvbnm zxcvbn qazwsx qazwsxedc qweasd qweasdzxc asdasd
  computer internet whatever trustno trustnoone freedom chocolate butterfly liverpool arsenal chelsea barcelona
  realmadrid manchester juventus spartak zenit galatasaray fenerbahce besiktas
  secret supersecret topsecret default temporary temppassword guest guestguest testtest testing testpassword
  tester example demodemo democratic marketplace moments
  hello hellohello helloworld hello world goodbye fuckyou fuckyou fuckoff killer hunter shadow master mustang
  correcthorsebatterystaple abcdefg abcabc blahblah blablabla unknown nothing
  samsung iphone google facebook instagram youtube tiktok vkontakte telegram whatsapp microsoft windows
  parol parolparol moiparol lyubov lubov privet privetprivet zaichik solnyshko malysh krasotka kukushka nastya
  пароль парольпароль мойпароль любовь привет приветпривет йцукен йцукенгшщз солнышко зайчик малыш наташа
  sifre sifresifre parola parolam seniseviyorum sevgilim askim askimaskim canim istanbul turkiye ankara merhaba
`;

/** Lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
