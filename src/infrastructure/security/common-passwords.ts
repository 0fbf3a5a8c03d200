/** Passwords that are tried first everywhere and are long enough for our rules; those that are the same in other cases, letters for digits, or backwards are found by the judge. */
export const COMMON_PASSWORDS: readonly string[] = `
password password1 password12 password123 password1234 passw0rd passwort 12345678 123456789 1234567890
12345678910 123123123 11111111 00000000 87654321 987654321 0987654321 qwertyui qwertyuiop qwerty12
qwerty123 qwerty1234 qwertyqwerty 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx 1qazxsw2 q1w2e3r4 qazwsxedc
asdfghjk asdfghjkl asdf1234 asdfasdf zxcvbnm1 zxcvbnm123 zxcvbnm, abcd1234 abc12345 abc123456
abcdefgh a1b2c3d4 aa123456 a12345678 a123456789 iloveyou iloveyou1 iloveyou2 iloveme1 sunshine
sunshine1 princess princess1 football football1 baseball baseball1 basketball superman superman1
batman123 trustno1 whatever computer computer1 internet starwars michelle jennifer jessica1
charlie1 michael1 jordan23 liverpool liverpool1 chelsea1 arsenal1 manchester letmein1 letmein123
welcome1 welcome12 welcome123 welcome2023 welcome2024 welcome2025 welcome2026 welkom01 admin123 admin1234
administrator adminadmin changeme changeme1 changeme123 changeit default1 root1234 rootroot test1234
test12345 testtest testtest1 testpassword testing123 demo1234 guest123 guest1234 user1234 temp1234
temppass secret123 secret12 secretpassword mypassword mypassword1 mypassword123 yourpassword newpassword newpassword1
oldpassword nopassword thepassword passpass pass1234 pass12345 password! password? passwords dragon12
dragon123 monkey12 monkey123 shadow12 shadow123 master12 master123 killer12 killer123 hunter12
hunter2! freedom1 lovely12 babygirl babygirl1 butterfly butterfly1 purple12 orange12 chocolate
chocolate1 cookie12 cupcake1 brownie1 pepper12 ginger12 buster12 tigger12 bailey12 maggie12
snoopy12 scooter1 spongebob pokemon1 pokemon123 pikachu1 naruto12 minecraft minecraft1 fortnite
fortnite1 roblox123 samsung1 samsung123 google123 facebook facebook1 facebook123 linkedin linkedin1
myspace1 twitter1 instagram microsoft windows1 macbook1 iphone123 blink182 metallica metallica1
slipknot nirvana1 eminem12 rockyou1 rockstar rockstar1 motorola mercedes mercedes1 corvette
mustang1 ferrari1 porsche1 january1 february september october1 november december summer12
summer123 summer2023 summer2024 summer2025 summer2026 winter12 winter123 winter2024 winter2025 winter2026
spring123 spring2025 spring2026 autumn12 autumn2025 autumn2026 monday123 friday123 saturday sunday123
america1 england1 deutschland australia california newyork1 london123 chicago1 barcelona realmadrid
elizabeth alexander alexander1 alexandra nicholas patricia margaret veronica victoria christian
christine stephanie benjamin1 jonathan nathan123 william1 anthony1 daniel123 matthew1 andrew123
thomas123 qweasdzxc qweasd123 qwe123456 123qweasd 123qwe123 1234qwer qwer1234 qwerasdf asd123456
zxc123456 147258369 159357456 741852963 963852741 789456123 456789123 321654987 13579246 24681012
11223344 12344321 12121212 123321123 112233445566 1111111111 88888888 66666666 77777777 99999999
55555555 22222222 33333333 44444444 12341234 123412345 123451234 1234554321 1357924680 0123456789
01234567 20202020 20242024 20252025 20262026 portico1 portico123 shopping shopping1 mystore1
customer customer1 customer123 letmeinnow opensesame password01 password02 password11 password22 password99
p@ssword p@ssw0rd p@ssw0rd1 pa$$word pa$$w0rd passw0rd1 passw0rd123 passw0rd! p4ssw0rd passpass1
lovelove loveyou1 mylove123 fuckyou1 fuckyou2 asshole1 bigdaddy blahblah whatever1 nothing1
something something1 access14 1passwor
`
  .trim()
  .split(/\s+/);
